import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createConnection, createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { loadScenario } from '../../catalogue/scenarios.js'
import { createAuthority } from '../../simulate/certificates.js'
import { startSimulation } from '../../simulate/server.js'

/** The four usual ways to a mailbox, by the scheme that names them here. */
export const schemes = ['imaps', 'imap', 'pops', 'pop'] as const
export type Scheme = (typeof schemes)[number]

/** The standard port of each. */
export const standardPort: Record<Scheme, number> = { imaps: 993, imap: 143, pops: 995, pop: 110 }

/** A mail server on loopback, for measuring. */
export interface MailServer {
  what: string
  /** The name in its certificate. */
  name: string
  at: Record<Scheme, { host: string; port: number }>
  caFile: string
  stop(): Promise<void>
}

/** A private Dovecot where it is installed, else the simulated server. */
export async function startMailServer(): Promise<MailServer> {
  const folder = mkdtempSync(join(tmpdir(), 'mailadvise-bench-'))
  chmodSync(folder, 0o755)
  const version = spawnSync('dovecot', ['--version'], { encoding: 'utf8' })
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    // Its configuration below is that of 2.3.
    const server = version.stdout?.startsWith('2.3') ? await dovecot(folder) : await simulated(folder)
    return {
      ...server,
      stop: async () => {
        await server.stop()
        remove()
      },
    }
  } catch (error) {
    remove()
    throw error
  }
}

async function simulated(folder: string): Promise<MailServer> {
  const simulation = await startSimulation(loadScenario('demo'))
  const caFile = join(folder, 'ca.pem')
  writeFileSync(caFile, simulation.caPem)
  const place = (scheme: Scheme) => {
    const listener = simulation.listeners.find(({ endpoint }) => endpoint.port === standardPort[scheme])
    return { host: '127.0.0.1', port: listener?.port ?? 0 }
  }
  return {
    what: 'the simulated server (Dovecot 2.3 is not installed)',
    name: simulation.scenario.host,
    at: { imaps: place('imaps'), imap: place('imap'), pops: place('pops'), pop: place('pop') },
    caFile,
    stop: () => simulation.close(),
  }
}

async function dovecot(folder: string): Promise<MailServer> {
  const name = 'mail.bench.test'
  // Not 127.0.0.1: logins from the server's own address count as secure.
  const host = '127.0.0.77'
  const authority = await createAuthority()
  const { chain, key } = await authority.issue({ kind: 'trusted' }, name)
  const [caFile, certFile, keyFile] = [
    join(folder, 'ca.pem'),
    join(folder, 'cert.pem'),
    join(folder, 'key.pem'),
  ]
  writeFileSync(caFile, authority.caPem)
  writeFileSync(certFile, chain)
  writeFileSync(keyFile, key, { mode: 0o600 })
  const ports = await freePorts(host, schemes.length)
  const place = (scheme: Scheme) => ({ host, port: ports[schemes.indexOf(scheme)] ?? 0 })
  const at = { imaps: place('imaps'), imap: place('imap'), pops: place('pops'), pop: place('pop') }
  const config = join(folder, 'dovecot.conf')
  writeFileSync(config, dovecotConfig({ folder, host, at, certFile, keyFile }))
  const child = spawn('dovecot', ['-F', '-c', config], { stdio: ['ignore', 'ignore', 'pipe'] })
  const stop = () => end(child)
  try {
    await opened(child, Object.values(at), () => readFileSync(join(folder, 'dovecot.log'), 'utf8'))
  } catch (error) {
    await stop()
    throw error
  }
  return { what: 'a private Dovecot 2.3', name, at, caFile, stop }
}

function dovecotConfig({
  folder,
  host,
  at,
  certFile,
  keyFile,
}: { folder: string; host: string; certFile: string; keyFile: string } & Pick<MailServer, 'at'>): string {
  const { uid, username } = userInfo()
  const users = ['internal_user', 'internal_group', 'login_user'].map(
    (which) => `default_${which} = ${username}`,
  )
  const service = (protocol: 'imap' | 'pop3', plain: number, tls: number) => `
service ${protocol}-login {
  chroot =
  service_count = 0
  inet_listener ${protocol} {
    port = ${plain}
  }
  inet_listener ${protocol}s {
    port = ${tls}
    ssl = yes
  }
}`
  return `
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/dovecot.log
protocols = imap pop3
listen = ${host}
${uid === 0 ? '' : users.join('\n')}
default_vsz_limit = 0
ssl = required
ssl_cert = <${certFile}
ssl_key = <${keyFile}
passdb {
  driver = static
  args = nopassword=y
}
userdb {
  driver = static
  args = uid=65534 gid=65534 home=${folder}/mail
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
${service('imap', at.imap.port, at.imaps.port)}
${service('pop3', at.pop.port, at.pops.port)}
`
}

async function freePorts(host: string, count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer())
  await Promise.all(servers.map((server) => new Promise<void>((resolve) => server.listen(0, host, resolve))))
  const ports = servers.map((server) => (server.address() as { port: number }).port)
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}

async function opened(
  child: ChildProcess,
  places: readonly { host: string; port: number }[],
  log: () => string,
): Promise<void> {
  for (let attempt = 0; attempt < 100 && child.exitCode === null; attempt++) {
    const open = await Promise.all(places.map(accepts))
    if (open.every(Boolean)) return
    await sleep(50)
  }
  throw new Error(`Dovecot did not start: ${log()}`)
}

function accepts(place: { host: string; port: number }): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(place)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve()
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })
}
