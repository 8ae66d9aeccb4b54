import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createConnection, createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { createAuthority } from '../../src/simulate/certificates.js'
import { dovecotConfig } from './dovecot-config.js'

const candidates = ['/usr/sbin/dovecot', '/usr/local/sbin/dovecot', '/opt/homebrew/sbin/dovecot', 'dovecot']

/** What to say when Dovecot is not there. */
export const dovecotMissing =
  'Dovecot is not installed: the tests against a real server are skipped. To run it: apt-get install dovecot-imapd dovecot-pop3d'

/** A running Dovecot of one's own. */
export interface RunningDovecot {
  /** Address that it listens on. */
  host: string
  /** Name in its certificate, which no DNS knows: reach it by a connect-to mapping. */
  name: string
  ports: { imap: number; imaps: number; pop3: number; pop3s: number }
  user: string
  password: string
  caPem: string
  /** The server's own log so far. */
  log(): string
  /** Ends it and removes its folder. */
  stop(): Promise<void>
}

/** The path of the Dovecot binary, if one with IMAP and POP3 is installed. */
export function dovecotAvailable(): string | undefined {
  return candidates.find((path) => spawnSync(path, ['--version'], { stdio: 'ignore' }).status === 0)
}

/**
 * Starts a Dovecot of one's own on loopback ports that are free, with three messages in the inbox of its one user. All of
 * it is in one temporary folder; the system's own Dovecot is not touched.
 */
export async function startDovecot(): Promise<RunningDovecot> {
  const binary = dovecotAvailable()
  if (binary === undefined) throw new Error(dovecotMissing)
  // Plain logins from the server's own address count as secure, so the address must differ from the client's 127.0.0.1.
  const host = process.platform === 'linux' ? '127.0.0.2' : '127.0.0.1'
  const name = 'mail.example.test'
  const user = 'demo'
  const password = 'correct horse 9"\\'
  const folder = mkdtempSync(join(tmpdir(), 'mailadvise-dovecot-'))
  chmodSync(folder, 0o755)
  const authority = await createAuthority()
  const certificate = await authority.issue({ kind: 'trusted' }, name)
  const certFile = join(folder, 'server.pem')
  const keyFile = join(folder, 'server.key')
  writeFileSync(certFile, certificate.chain)
  writeFileSync(keyFile, certificate.key, { mode: 0o600 })
  const [imap = 0, imaps = 0, pop3 = 0, pop3s = 0] = await freePorts(host, 4)
  const ports = { imap, imaps, pop3, pop3s }
  const configFile = join(folder, 'dovecot.conf')
  writeFileSync(configFile, dovecotConfig({ folder, host, ports, certFile, keyFile }))
  writeFileSync(join(folder, 'users'), `${user}:{PLAIN}${password}\n`)
  fillInbox(join(folder, 'home', user))
  const child = spawn(binary, ['-F', '-c', configFile], { stdio: ['ignore', 'ignore', 'pipe'] })
  const log = () =>
    existsSync(join(folder, 'dovecot.log')) ? readFileSync(join(folder, 'dovecot.log'), 'utf8') : ''
  const stop = async () => {
    await end(child)
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await ready(child, host, Object.values(ports), log)
  } catch (error) {
    await stop()
    throw error
  }
  return { host, name, ports, user, password, caPem: authority.caPem, log, stop }
}

function fillInbox(home: string): void {
  const folders = [
    home,
    join(home, 'Maildir'),
    ...['cur', 'new', 'tmp'].map((part) => join(home, 'Maildir', part)),
  ]
  for (const path of folders) mkdirSync(path, { recursive: true })
  const files = [1, 2, 3].map((number) =>
    join(home, 'Maildir', 'new', `170000000${number}.M1P${number}.test`),
  )
  for (const file of files) writeFileSync(file, 'From: a@example.test\nSubject: test\n\n.a line with a dot\n')
  if (userInfo().uid === 0) for (const path of [...folders, ...files]) chownSync(path, 65534, 65534)
}

async function freePorts(host: string, count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer())
  await Promise.all(servers.map((server) => new Promise<void>((resolve) => server.listen(0, host, resolve))))
  const ports = servers.map((server) => {
    const address = server.address()
    return typeof address === 'object' && address !== null ? address.port : 0
  })
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}

async function ready(child: ChildProcess, host: string, ports: number[], log: () => string): Promise<void> {
  let complaint = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint += chunk.toString()
  })
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (child.exitCode !== null) break
    const open = await Promise.all(ports.map((port) => accepts(host, port)))
    if (open.every(Boolean)) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`Dovecot did not start:\n${complaint}\n${log()}`)
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host, port })
    socket.once('connect', () => resolve(true))
    socket.once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.pid === undefined) return resolve()
    const hard = setTimeout(() => child.kill('SIGKILL'), 5_000)
    child.once('exit', () => {
      clearTimeout(hard)
      resolve()
    })
    child.kill('SIGTERM')
  })
}
