import { UserError } from '../model/index.js'

/** Where a password may come from. Never from argv: other users of the machine can read that. */
export interface SecretSources {
  user: string | undefined
  passwordStdin: boolean
  env: Readonly<Record<string, string | undefined>>
  /** Whether stdin is a terminal: then what is typed into it shows. */
  stdinIsTerminal?: boolean
  /** Reads stdin to its end. */
  readStdin: () => Promise<string>
  /** Asks on the terminal; undefined where nobody can be asked. */
  ask: (() => Promise<string>) | undefined
}

/** A sign-in as asked for on the command line. */
export interface SignIn {
  user: string
  password: string
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

async function passwordFrom({ passwordStdin, env, readStdin, ask }: SecretSources): Promise<string> {
  // Only the line end that echo and editors add is taken off: a password may well end in a space.
  if (passwordStdin) return (await readStdin()).replace(/\r?\n$/, '')
  if (env.MAILADVISE_PASSWORD) return env.MAILADVISE_PASSWORD
  if (ask !== undefined) return ask()
  throw new UserError('secret-unavailable', 'No password for --user, and no terminal to ask on', {
    hint: 'Use --password-stdin, or MAILADVISE_PASSWORD in the environment.',
  })
}

/** The sign-in, or undefined when none is asked for. */
export async function readSignIn(sources: SecretSources): Promise<SignIn | undefined> {
  const { user } = sources
  if (user === undefined) {
    if (!sources.passwordStdin) return undefined
    throw new UserError('usage', '--password-stdin needs --user', { hint: 'Add --user NAME.' })
  }
  if (user === '') throw new UserError('bad-value', '--user is empty')
  checkNotTyped(sources)
  const password = await passwordFrom(sources)
  if (password === '') throw new UserError('secret-unavailable', 'The password is empty')
  return { user, password }
}
