import { spawn } from 'node:child_process'
import { chownSync, mkdirSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { dovecotConfig } from './dovecot-config.js'
import {
  end,
  firstProgram,
  kinds,
  makePlace,
  password,
  type RunningServer,
  ready,
  removeFolder,
  type ServerOptions,
  textIn,
} from './private-server.js'

const candidates = ['/usr/sbin/dovecot', '/usr/local/sbin/dovecot', '/opt/homebrew/sbin/dovecot', 'dovecot']

/** What to say when Dovecot is not there. */
export const dovecotMissing =
  'Dovecot is not installed: the tests against a real server are skipped. To run it: apt-get install dovecot-imapd dovecot-pop3d'

/** What can be different from a Dovecot with nothing wrong. */
export interface DovecotOptions extends ServerOptions {
  /** Lines after all others: of a setting that is made twice, the later one counts. */
  extra?: string
  /** The newest TLS version that its OpenSSL may use; TLS 1.0 comes with the ciphers that it needs. */
  newestTls?: 'TLSv1' | 'TLSv1.2'
  /** More files of its folder. */
  files?: Readonly<Record<string, string>>
  /** Messages of each folder, Maildir++ names below INBOX as in "Archive.2024". Absent: three in the INBOX. */
  folders?: Readonly<Record<string, number>>
  /** Size of each message, about. Absent: tiny. */
  messageBytes?: number
}

/** The path of the Dovecot binary, if one with IMAP and POP3 is installed. */
export function dovecotAvailable(): string | undefined {
  return firstProgram(candidates, /^\d/)
}

/**
 * Starts a Dovecot of one's own on loopback ports that are free, with three messages in the inbox of its one user. All of
 * it is in one temporary folder; the system's own Dovecot is not touched.
 */
export async function startDovecot(options: DovecotOptions = {}): Promise<RunningServer> {
  const binary = dovecotAvailable()
  if (binary === undefined) throw new Error(dovecotMissing)
  const { open = kinds, extra = '', newestTls, files = {} } = options
  const { folders = { INBOX: 3 }, messageBytes = 0 } = options
  const place = await makePlace('dovecot', options)
  const { folder, host, ports } = place
  const user = 'demo'
  const configFile = join(folder, 'dovecot.conf')
  const text = dovecotConfig({ ...place, open }) + extra.replaceAll('FOLDER', folder)
  writeFileSync(configFile, text)
  writeFileSync(join(folder, 'users'), `${user}:{PLAIN}${password}\n`)
  writeFileSync(join(folder, 'openssl.cnf'), opensslConfig(newestTls))
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content.replaceAll('FOLDER', folder))
  }
  fillMailbox(join(folder, 'mail-of', user), folders, messageBytes)
  const env = { ...process.env, OPENSSL_CONF: join(folder, 'openssl.cnf') }
  const child = spawn(binary, ['-F', '-c', configFile], { stdio: ['ignore', 'ignore', 'pipe'], env })
  const log = () => textIn(join(folder, 'dovecot.log'))
  const stop = async () => {
    await end(child)
    removeFolder(place)
  }
  try {
    const opened = open.map((kind) => ports[kind])
    await ready([child], host, opened, log)
  } catch (error) {
    await stop()
    throw error
  }
  return { ...place, user, password, log, stop }
}

function fillMailbox(home: string, folders: Readonly<Record<string, number>>, messageBytes: number): void {
  const root = join(home, 'Maildir')
  const made = [home, root]
  const text = `From: a@example.test\nSubject: test\n\n.a line with a dot\n${'x'.repeat(messageBytes)}\n`
  for (const [name, messages] of Object.entries(folders)) {
    const folder = name === 'INBOX' ? root : join(root, `.${name}`)
    const parts = ['cur', 'new', 'tmp'].map((part) => join(folder, part))
    for (const path of parts) mkdirSync(path, { recursive: true })
    const files = Array.from({ length: messages }, (_, index) =>
      join(folder, 'new', `${1_700_000_001 + index}.M1P${index + 1}.test`),
    )
    for (const file of files) writeFileSync(file, text)
    made.push(folder, ...parts, ...files)
  }
  if (userInfo().uid === 0) for (const path of made) chownSync(path, 65534, 65534)
}

/** Dovecot 2.3 has no setting for the newest version: OpenSSL's own configuration has. */
function opensslConfig(newestTls: DovecotOptions['newestTls']): string {
  const limits = newestTls === undefined ? [] : [`MaxProtocol = ${newestTls}`]
  return [
    'openssl_conf = start',
    '[start]',
    'ssl_conf = ssl',
    '[ssl]',
    'system_default = defaults',
    '[defaults]',
    ...limits,
    '',
  ].join('\n')
}
