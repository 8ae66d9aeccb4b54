import type { SignInRequest } from '../app/secret-facts.js'
import { UserError } from '../model/index.js'
import { secretFromFile } from './secret-file.js'

/** Where a password may come from. Never from argv: other users of the machine can read that. */
export interface SecretSources {
  user: string | undefined
  passwordStdin: boolean
  passwordFile?: string | undefined
  /** Run by the shell. Its text is never shown: it may hold the way to the secret. */
  passwordCommand?: string | undefined
  tokenCommand?: string | undefined
  env: Readonly<Record<string, string | undefined>>
  /** Whether stdin is a terminal: then what is typed into it shows. */
  stdinIsTerminal?: boolean
  /** Reads stdin to its end. */
  readStdin: () => Promise<string>
  /** Asks on the terminal; undefined where nobody can be asked. */
  ask: (() => Promise<string>) | undefined
  /** Tells the user something that does not stop the run. */
  warn?: (text: string) => void
}

/** Reads stdin to its end. */
export async function readStdinBytes(): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Uint8Array))
  return Buffer.concat(chunks)
}

/** Reads stdin to its end as UTF-8. */
export async function readStdin(): Promise<string> {
  return Buffer.from(await readStdinBytes()).toString('utf8')
}

/** Loaded only here: starting programs is a part of Node that few runs need. */
async function fromCommand(flag: string, command: string): Promise<string> {
  const { secretFromCommand } = await import('./secret-command.js')
  return secretFromCommand(flag, command)
}

/** Two readers would each get a part of what was piped in; so the second one is refused before anything is read. */
export function checkOneStdinReader(readers: Readonly<Record<string, boolean>>): void {
  const wanted = Object.keys(readers).filter((name) => readers[name])
  if (wanted.length > 1) {
    throw new UserError('usage', `Only one can read stdin: ${wanted.join(' or ')}`, {
      hint: 'Use a file for one of them, or MAILADVISE_PASSWORD for the password.',
    })
  }
}

function checkNotTyped({ passwordStdin, stdinIsTerminal = false }: SecretSources): void {
  if (!passwordStdin || !stdinIsTerminal) return
  throw new UserError(
    'usage',
    '--password-stdin wants a pipe or a file: on a terminal the password would show',
    {
      hint: 'Leave it out and type the password when you are asked for it.',
    },
  )
}

/** The flags that name a source, those that were given. */
function givenFlags(sources: SecretSources): string[] {
  const flags: Readonly<Record<string, unknown>> = {
    '--password-stdin': sources.passwordStdin,
    '--password-file': sources.passwordFile !== undefined,
    '--password-command': sources.passwordCommand !== undefined,
    '--oauth-token-command': sources.tokenCommand !== undefined,
  }
  return Object.keys(flags).filter((name) => flags[name])
}

async function passwordFrom(sources: SecretSources): Promise<string> {
  const { passwordStdin, passwordFile, passwordCommand, env, readStdin, ask, warn = () => {} } = sources
  // Only the line end that echo and editors add is taken off: a password may well end in a space.
  if (passwordStdin) return (await readStdin()).replace(/\r?\n$/, '')
  if (passwordFile !== undefined) return secretFromFile(passwordFile, warn)
  if (passwordCommand !== undefined) return fromCommand('--password-command', passwordCommand)
  if (env.MAILADVISE_PASSWORD) return env.MAILADVISE_PASSWORD
  if (ask !== undefined) return ask()
  throw new UserError('secret-unavailable', 'No password for --user, and no terminal to ask on', {
    hint: 'Use --password-stdin, --password-file or --password-command, or MAILADVISE_PASSWORD in the environment.',
  })
}

function checkSources(sources: SecretSources): void {
  const flags = givenFlags(sources)
  const [first, second] = flags
  if (second !== undefined) {
    throw new UserError('usage', `Only one can give the secret: ${flags.join(' or ')}`, {
      hint: 'Leave out all but one of them.',
    })
  }
  if (sources.user === undefined && first !== undefined) {
    throw new UserError('usage', `${first} needs --user`, { hint: 'Add --user NAME.' })
  }
  if (sources.user === '') throw new UserError('bad-value', '--user is empty')
  const given = [sources.passwordFile, sources.passwordCommand, sources.tokenCommand]
  if (given.includes('')) throw new UserError('bad-value', `${first} is empty`)
  checkNotTyped(sources)
}

/**
 * The sign-in, or undefined when none is asked for. A flag goes before MAILADVISE_PASSWORD, and that before a prompt.
 *
 * @throws UserError `usage` for two flags, or one without a user; `bad-value` for an empty one; `secret-unavailable` when the source gives none
 */
export async function readSignIn(sources: SecretSources): Promise<SignInRequest | undefined> {
  checkSources(sources)
  const { user, tokenCommand } = sources
  if (user === undefined) return undefined
  if (tokenCommand !== undefined) {
    return { user, token: filled('token', await fromCommand('--oauth-token-command', tokenCommand)) }
  }
  return { user, password: filled('password', await passwordFrom(sources)) }
}

function filled(what: string, secret: string): string {
  if (secret === '') throw new UserError('secret-unavailable', `The ${what} is empty`)
  return secret
}
