import { spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { delimiter, join } from 'node:path'
import type { ClientId } from '../../src/model/index.js'

/** How to run one real mail program on a file that was written for it. */
export interface MailProgram {
  /** The Debian package. */
  package: string
  /** How to ask whether it is there. */
  probe: readonly string[]
  /** Where the file belongs below the home folder. */
  file: string
  /** Folders below the home folder that must be there. */
  folders: readonly string[]
  /** The shell command that fetches all mail once; $FILE is the file. */
  command: string
  /** It wants a terminal. */
  terminal?: boolean
  /** A password in the place of the usual one, which has quotes and a backslash in it. */
  password?: string
}

const maildir = ['Mail', 'Mail/cur', 'Mail/new', 'Mail/tmp']

const quiet = 'set confirmcreate=no confirmappend=no delete=no move=no quit=yes wait_key=no mail_check=1'

const press = (program: string, keys: string) => `${program} -n -F "$FILE" -e '${quiet}' -e 'push "${keys}"'`

/** Copies the whole inbox of an IMAP server into a file of this machine, or lets POP3 fetch into one; then ends. */
const mutt = (program: string) => (protocol: 'imap' | 'pop3') =>
  press(
    program,
    protocol === 'pop3'
      ? '<fetch-mail><quit>'
      : '<tag-pattern>.<enter><tag-prefix><copy-message><kill-line>$HOME/copied<enter><quit>',
  )

/** The programs that Debian has, by format. */
export const mailPrograms: Partial<
  Record<
    ClientId,
    Omit<MailProgram, 'command'> & { command: string | ((protocol: 'imap' | 'pop3') => string) }
  >
> = {
  mbsync: {
    package: 'isync',
    probe: ['mbsync', '--version'],
    file: '.mbsyncrc',
    folders: ['Mail'],
    command: 'mbsync -a',
  },
  getmail6: {
    package: 'getmail6',
    probe: ['getmail', '--version'],
    file: '.config/getmail/getmailrc',
    folders: [...maildir, '.config/getmail'],
    command: 'getmail -q --getmaildir "$HOME/.config/getmail"',
  },
  fetchmail: {
    package: 'fetchmail',
    probe: ['fetchmail', '--version'],
    file: '.fetchmailrc',
    folders: ['fetched'],
    // It takes no command for the password, and what its reader of ~/.netrc does with quotes is not at stake here.
    password: 'plain-enough',
    // No mail service runs here, so the messages go to a file.
    command: `fetchmail --mda 'cat >> "$HOME/fetched/mail"'`,
  },
  mpop: {
    package: 'mpop',
    probe: ['mpop', '--version'],
    file: '.mpoprc',
    folders: [...maildir, '.mpop_uidls'],
    command: 'mpop -q',
  },
  offlineimap: {
    package: 'offlineimap3',
    probe: ['offlineimap', '--version'],
    file: '.offlineimaprc',
    folders: [],
    command: 'offlineimap -o -u quiet',
  },
  neomutt: {
    package: 'neomutt',
    probe: ['neomutt', '-v'],
    file: '.neomuttrc',
    folders: ['Mail', '.cache/mutt'],
    command: mutt('neomutt'),
    terminal: true,
  },
  aerc: {
    package: 'aerc',
    probe: ['aerc', '-v'],
    file: '.config/aerc/accounts.conf',
    folders: ['.config', '.config/aerc'],
    // It trusts what the system trusts. Keys come when the list has been drawn; it has no way to say that.
    command: [
      'export SSL_CERT_FILE="$HOME/ca.pem"',
      `(sleep 4; printf ':pipe -b -m tee copied\\r'; sleep 3; printf ':quit\\r'; sleep 3) |`,
      `script -qefc 'stty cols 100 rows 30; exec aerc' /dev/null`,
    ].join('\n'),
  },
  mutt: {
    package: 'mutt',
    probe: ['mutt', '-v'],
    file: '.muttrc',
    folders: ['Mail', '.cache/mutt'],
    command: mutt('mutt'),
    terminal: true,
  },
}

/** Whether a command can be run at all. */
export function runs([command = '', ...args]: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0
}

/** A home folder of one's own: several of the programs do not like to fetch mail as root. */
export interface Home {
  home: string
  path: string
  caFile: string
  user: { uid?: number; gid?: number }
  remove(): void
}

const nobody = 65_534

/** A home folder in which `pass show ...` prints the password, as the files ask for, and ~/.netrc holds it too. */
export function makeHome(password: string, caPem: string, folders: readonly string[]): Home {
  const home = mkdtempSync(join(tmpdir(), 'mailadvise-home-'))
  for (const folder of ['bin', ...folders]) mkdirSync(join(home, folder), { recursive: true })
  if (folders.includes('Mail')) writeFileSync(join(home, 'Mail', 'inbox'), '')
  const secret = join(home, 'secret')
  writeFileSync(secret, `${password}\n`, { mode: 0o600 })
  const pass = join(home, 'bin', 'pass')
  writeFileSync(pass, `#!/bin/sh\n[ "$1 $2" = "show mail/localhost" ] && cat "${secret}"\n`)
  chmodSync(pass, 0o755)
  const quoted = password.replace(/["\\]/g, '\\$&')
  writeFileSync(join(home, '.netrc'), `machine localhost login demo password "${quoted}"\n`, { mode: 0o600 })
  const caFile = join(home, 'ca.pem')
  writeFileSync(caFile, caPem)
  const path = [join(home, 'bin'), process.env.PATH].join(delimiter)
  const user = userInfo().uid === 0 ? { uid: nobody, gid: nobody } : {}
  return { home, path, caFile, user, remove: () => rmSync(home, { recursive: true, force: true }) }
}

/** Gives everything in a home folder to the user who will run the program. */
export function handOver({ home, user }: Home): void {
  const { uid, gid } = user
  if (uid === undefined || gid === undefined) return
  const inside = readdirSync(home, { recursive: true, encoding: 'utf8' }).map((name) => join(home, name))
  for (const path of [home, ...inside]) chownSync(path, uid, gid)
}

/** What a program said, with the way it ended. */
export interface ProgramRun {
  code: number | null
  said: string
}

/** A program that takes longer hangs: on a busy machine some need half a minute to start. */
export const mostMs = 100_000

/** Runs a shell command in that home, on a terminal where it wants one; ends it when it takes too long. */
export function runProgram(
  command: string,
  { home, path, user }: Home,
  { terminal = false, file }: { terminal?: boolean; file: string },
): Promise<ProgramRun> {
  const env = { PATH: path, HOME: home, FILE: file, TERM: 'xterm', LANG: 'C.UTF-8' }
  const [name, args] = terminal ? ['script', ['-qefc', command, '/dev/null']] : ['/bin/sh', ['-c', command]]
  return new Promise((resolve, reject) => {
    const child = spawn(name, args, {
      env,
      cwd: home,
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
      ...user,
    })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text
      })
    }
    // The whole group, since a shell and a terminal stand between here and the program.
    const tooLong = setTimeout(() => {
      // 0 would be the group of the tests themselves.
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    }, mostMs)
    child.on('error', (error) => {
      clearTimeout(tooLong)
      reject(error)
    })
    child.on('close', (code) => {
      clearTimeout(tooLong)
      resolve({ code, said })
    })
    if (!terminal) child.stdin.end()
  })
}

/** How often a text stands in the files below a folder. */
export function countIn(folder: string, text: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  return files
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8').split(text).length - 1)
    .reduce((sum, count) => sum + count, 0)
}
