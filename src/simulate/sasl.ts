/** What a SASL exchange came to. */
export type SaslOutcome = { user: string; password: string } | 'cancelled' | 'malformed'

/** Sends a challenge (base64) and reads the client's answer; undefined when the client has gone. */
export type SaslAsk = (challenge: string) => Promise<string | undefined>

/** Server sides of the mechanisms that the simulation speaks. */
const mechanisms: Record<string, (initial: string | undefined, ask: SaslAsk) => Promise<SaslOutcome>> = {
  PLAIN: plain,
  LOGIN: login,
}

/** Whether the simulation can carry out this mechanism; others are only ever scripted. */
export function speaksMechanism(name: string): boolean {
  return Object.hasOwn(mechanisms, name)
}

/** Carries out an exchange; `initial` is the initial response of RFC 4959 or RFC 5034, when the client sent one. */
export async function authenticate(
  name: string,
  initial: string | undefined,
  ask: SaslAsk,
): Promise<SaslOutcome> {
  return (await mechanisms[name]?.(initial, ask)) ?? 'malformed'
}

/** RFC 4616: authorization identity, NUL, user, NUL, password. */
async function plain(initial: string | undefined, ask: SaslAsk): Promise<SaslOutcome> {
  const answer = initial ?? (await ask(''))
  if (answer === undefined || answer === '*') return 'cancelled'
  const [, user, password, ...rest] = decode(answer).split('\0')
  if (user === undefined || password === undefined || rest.length > 0) return 'malformed'
  return { user, password }
}

/** Never standardised: the server asks for the two in turn. */
async function login(initial: string | undefined, ask: SaslAsk): Promise<SaslOutcome> {
  const user = initial ?? (await ask(encode('Username:')))
  if (user === undefined || user === '*') return 'cancelled'
  const password = await ask(encode('Password:'))
  if (password === undefined || password === '*') return 'cancelled'
  return { user: decode(user), password: decode(password) }
}

/** "=" stands for an empty initial response (RFC 4959 section 3). */
function decode(base64: string): string {
  return base64 === '=' ? '' : Buffer.from(base64, 'base64').toString('utf8')
}

function encode(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64')
}
