import { type ChildProcess, spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createConnection, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ConnectTo, ServerCertificate } from '../../src/model/index.js'
import { createAuthority } from '../../src/simulate/certificates.js'

/** The four usual ways to a mailbox: 993, 143, 995 and 110. */
export type Kind = 'imaps' | 'imap' | 'pop3s' | 'pop3'

/** All of them, in the order in which a host is asked. */
export const kinds: readonly Kind[] = ['imaps', 'imap', 'pop3s', 'pop3']

const standardPorts: Readonly<Record<Kind, number>> = { imaps: 993, imap: 143, pop3s: 995, pop3: 110 }

/** What can be different from a server with nothing wrong. */
export interface ServerOptions {
  certificate?: ServerCertificate
  /** Further certificates by the same authority: NAME.pem and NAME.key in its folder. */
  others?: Readonly<Record<string, ServerCertificate>>
  /** Which ports are open; the others are refused. Absent: all four. */
  open?: readonly Kind[]
  /** Where it listens, for clients that cannot be led to another address than that of a name. */
  address?: string
}

/** A running server of one's own. */
export interface RunningServer {
  /** Address that it listens on. */
  host: string
  /** Name in its certificate, which no DNS knows: reach it by a connect-to mapping. */
  name: string
  /** The port of each kind; where one is not open, nothing listens there. */
  ports: Record<Kind, number>
  user: string
  password: string
  caPem: string
  /** The server's own log so far. */
  log(): string
  /** Ends it and removes its folder. */
  stop(): Promise<void>
}

/** What every server of one's own is made of. */
export interface Place {
  folder: string
  host: string
  name: string
  ports: Record<Kind, number>
  certFile: string
  keyFile: string
  caPem: string
}

/** The password of every server here, with characters that quoting gets wrong. */
export const password = 'correct horse 9"\\'

/** The first of these programs that runs, and says so in these words. */
export function firstProgram(paths: readonly string[], words: RegExp): string | undefined {
  return paths.find((path) => {
    const { status, stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' })
    return status === 0 && words.test(stdout)
  })
}

let places = 0

/**
 * A loopback address for one server: its ports are nobody else's, so that none is taken between finding and using it.
 * Plain logins from the server's own address count as secure, so it also must differ from the client's 127.0.0.1.
 */
function ownAddress(): string {
  if (process.platform !== 'linux') return '127.0.0.1'
  places += 1
  return `127.${(process.pid >> 8) & 255}.${process.pid & 255}.${2 + (places % 250)}`
}

/** A temporary folder with a certificate, and ports that are free: nothing outside of it is touched. */
export async function makePlace(
  label: string,
  { certificate: wish = { kind: 'trusted' }, others = {}, address }: ServerOptions = {},
): Promise<Place> {
  const host = address ?? ownAddress()
  const name = 'mail.example.test'
  const folder = mkdtempSync(join(tmpdir(), `mailadvise-${label}-`))
  chmodSync(folder, 0o755)
  const authority = await createAuthority()
  for (const [label, one] of Object.entries({ ...others, server: wish })) {
    const { chain, key } = await authority.issue(one, name)
    writeFileSync(join(folder, `${label}.pem`), chain)
    writeFileSync(join(folder, `${label}.key`), key, { mode: 0o600 })
  }
  const [imaps = 0, imap = 0, pop3s = 0, pop3 = 0] = await freePorts(host, 4)
  return {
    folder,
    host,
    name,
    ports: { imaps, imap, pop3s, pop3 },
    certFile: join(folder, 'server.pem'),
    keyFile: join(folder, 'server.key'),
    caPem: authority.caPem,
  }
}

/** Leads the standard ports of the server's name to where they really are. */
export function standardRoutes({ name, host, ports }: RunningServer): ConnectTo[] {
  return kinds.map((kind) => ({ host: name, port: standardPorts[kind], toHost: host, toPort: ports[kind] }))
}

/** A file's text, or nothing as long as it is not there. */
export function textIn(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** Removes what the server left behind. */
export function removeFolder({ folder }: Place): void {
  rmSync(folder, { recursive: true, force: true })
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

/**
 * Waits until these ports are open.
 *
 * @throws with the server's own words when it ended or did not open them
 */
export async function ready(
  children: readonly ChildProcess[],
  host: string,
  ports: readonly number[],
  log: () => string,
): Promise<void> {
  let complaint = ''
  for (const child of children) {
    child.stderr?.on('data', (chunk: Buffer) => {
      complaint += chunk.toString()
    })
  }
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (children.some(({ exitCode }) => exitCode !== null)) break
    const open = await Promise.all(ports.map((port) => accepts(host, port)))
    if (open.every(Boolean)) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`The server did not start:\n${complaint}\n${log()}`)
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host, port })
    socket.once('connect', () => resolve(true))
    socket.once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

/** Ends one process that was started here. */
export function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return resolve()
    const hard = setTimeout(() => child.kill('SIGKILL'), 5_000)
    child.once('exit', () => {
      clearTimeout(hard)
      resolve()
    })
    child.kill('SIGTERM')
  })
}

/**
 * Ends a process that was started here with `detached`, and with it what it started: a server that has a process for each
 * session leaves these behind, and where it must be killed, they go on for as long as they wait for a client.
 */
export async function endGroup(child: ChildProcess): Promise<void> {
  await end(child)
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // None of the group is left.
  }
}
