import { spawn } from 'node:child_process'
import { chownSync, mkdirSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import {
  endGroup,
  firstProgram,
  type Kind,
  kinds,
  makePlace,
  type Place,
  password,
  type RunningServer,
  ready,
  removeFolder,
  type ServerOptions,
} from './private-server.js'

/** What to say when GNU Mailutils is not there. */
export const mailutilsMissing =
  'GNU Mailutils is not installed: the tests against a second real server are skipped. To run them: apt-get install mailutils-imap4d mailutils-pop3d'

type Daemon = 'imap4d' | 'pop3d'

/** What it can open here: its pop3d sets its group to that of mail and ends where only root may do so. */
export const mailutilsKinds: readonly Kind[] = userInfo().uid === 0 ? kinds : ['imaps', 'imap']

/** The password as crypt(3) stores it, since Node has no such function. */
const passwordHash =
  '$6$mailadvise$RtHvWR1XcUdfvjzlrEZHvy9cuqA80QhG7AbR1n6LJzWGld0Kl4SYjaYdtMGGEYsRwfxolt2CMBC4IuKqYyPb9.'

const domain = 'example.test'
const message =
  'From a@example.test Mon Jan  1 00:00:00 2024\nFrom: a@example.test\nSubject: test\n\ntext\n\n'

function daemonPath(daemon: Daemon): string | undefined {
  return firstProgram([`/usr/sbin/${daemon}`, `/usr/local/sbin/${daemon}`, daemon], /GNU Mailutils/)
}

/** Whether both of its servers are installed. */
export function mailutilsAvailable(): boolean {
  return daemonPath('imap4d') !== undefined && daemonPath('pop3d') !== undefined
}

/**
 * Starts imap4d and pop3d of GNU Mailutils on loopback ports that are free, with three messages in the inbox of their one
 * user. All of it is in one temporary folder; the system's own configuration is not read.
 */
export async function startMailutils(options: ServerOptions = {}): Promise<RunningServer> {
  const { open = mailutilsKinds } = options
  const place = await makePlace('mailutils', options)
  const { folder, host, ports } = place
  writeMailbox(place)
  const started = daemonsFor(open).map((daemon) => {
    const program = daemonPath(daemon)
    if (program === undefined) throw new Error(mailutilsMissing)
    const configFile = join(folder, `${daemon}.conf`)
    writeFileSync(configFile, daemonConfig(daemon, place, open))
    const args = [`--config-file=${configFile}`]
    return spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], detached: true })
  })
  let said = ''
  for (const child of started) {
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
  }
  const log = () => said
  const stop = async () => {
    await Promise.all(started.map(endGroup))
    removeFolder(place)
  }
  try {
    const opened = open.map((kind) => ports[kind])
    await ready(started, host, opened, log)
  } catch (error) {
    await stop()
    throw error
  }
  return { ...place, user: `demo@${domain}`, password, log, stop }
}

function daemonsFor(open: readonly Kind[]): Daemon[] {
  const asked = (name: string) => open.some((kind) => kind.startsWith(name))
  return [...(asked('imap') ? (['imap4d'] as const) : []), ...(asked('pop3') ? (['pop3d'] as const) : [])]
}

/** Run as root, mail belongs to `nobody`; run by anyone else, to that user. */
function writeMailbox({ folder }: Place): void {
  const { uid, gid } = userInfo()
  const owner = uid === 0 ? { uid: 65534, gid: 65534 } : { uid, gid }
  const home = join(folder, 'mail-of')
  const inbox = join(home, 'INBOX')
  mkdirSync(home)
  writeFileSync(inbox, message.repeat(3), { mode: 0o600 })
  for (const path of [home, inbox]) chownSync(path, owner.uid, owner.gid)
  mkdirSync(join(folder, 'domains'))
  const account = ['demo', passwordHash, owner.uid, owner.gid, 'Demo', home, '/bin/false'].join(':')
  writeFileSync(join(folder, 'domains', domain), `${account}\n`)
}

function daemonConfig(
  daemon: Daemon,
  { folder, host, ports, certFile, keyFile }: Place,
  open: readonly Kind[],
) {
  const [wrapped, clear]: readonly Kind[] = daemon === 'imap4d' ? ['imaps', 'imap'] : ['pop3s', 'pop3']
  const server = (kind: Kind | undefined, mode: string) =>
    kind !== undefined && open.includes(kind) ? `server ${host}:${ports[kind]} { tls-mode ${mode}; };` : ''
  return `
mode daemon;
foreground yes;
pidfile ${folder}/${daemon}.pid;
logging { syslog no; };
tcp-wrappers { enable no; };
auth {
  authorization clear;
  authorization virtdomain;
  authentication clear;
  authentication generic;
};
virtdomain { passwd-dir ${folder}/domains; };
mailbox { mailbox-type mbox; };
tls { ssl-certificate-file ${certFile}; ssl-key-file ${keyFile}; };
${server(wrapped, 'connection')}
${server(clear, 'ondemand')}
`
}
