import { spawn } from 'node:child_process'
import { chownSync, mkdirSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
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
  const { certificate, address, open = kinds, extra = '', newestTls, files = {} } = options
  const place = await makePlace('dovecot', certificate, address)
  const { folder, host, ports } = place
  const user = 'demo'
  const configFile = join(folder, 'dovecot.conf')
  const text = dovecotConfig({ ...place, open }) + extra.replaceAll('FOLDER', folder)
  writeFileSync(configFile, text)
  writeFileSync(join(folder, 'users'), `${user}:{PLAIN}${password}\n`)
  writeFileSync(join(folder, 'openssl.cnf'), opensslConfig(newestTls))
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  fillInbox(join(folder, 'mail-of', user))
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
