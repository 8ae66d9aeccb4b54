import { failed, limits, WireFailure } from '../../net/index.js'
import { connectionOf, type Run, type SignedIn } from '../run.js'
import { endsSignIn, type Turn } from '../sign-in-queue.js'
import { type Accepted, attempt, type Plan } from './attempt.js'
import { connectAgain, stillConnected } from './connect-again.js'
import { otherForm } from './user-forms.js'
import { ordinaryWays, provesOnly, signInOf, strongestWay, type Way } from './ways.js'

/** A further attempt, and what is said about it before it is made. */
interface Further extends Plan {
  notice: string
}

/** Codes after which the form of the sign-in is not what the server minds, so that asking again could only do harm. */
const decided = [
  ...['UNAVAILABLE', 'LIMIT', 'INUSE', 'EXPIRED', 'CONTACTADMIN', 'PRIVACYREQUIRED', 'AUTHORIZATIONFAILED'],
  ...['SERVERBUG', 'IN-USE', 'LOGIN-DELAY', 'SYS/TEMP', 'SYS/PERM', 'OVERQUOTA'],
]

/** An attempt that worked. */
interface Success {
  way: Way
  accepted: Accepted
}

/**
 * Signs in on the probe's own connection: one attempt, and a further one after a refusal where that is allowed.
 *
 * @throws WireFailure of the first attempt, whatever a further one came to
 */
export async function signIn(run: Run, turn: Turn): Promise<SignedIn> {
  const { way, accepted } = await firstOrFurther(run, turn)
  // The libraries are loaded only when someone signs in: they cost more start-up time than all the rest.
  if (run.endpoint.protocol === 'pop3') {
    const { openPop3Session } = await import('./pop3-session.js')
    return openPop3Session(run, way.name)
  }
  const { openImapSession } = await import('./imap-session.js')
  return openImapSession(run, way.name, accepted.capabilities)
}

/**
 * Tries the strongest way that is offered, on a connection of its own, after the session in which an ordinary one worked.
 * What it came to stands in the facts.
 *
 * @throws WireFailure as an attempt does
 */
export async function tryStrongest(run: Run, way: Way): Promise<void> {
  const plan: Plan = { user: signInOf(run).user, userForm: 'as-given', way }
  run.options.onNotice?.(
    run.endpoint,
    `signed in; one further sign-in follows, to see whether ${way.name} works`,
  )
  let again: Run | undefined
  try {
    await attempt(run, plan, async () => {
      again = await connectAgain(run)
      return again
    })
  } finally {
    if (!again?.connection?.farewell(again.dialogue.goodbye())) again?.connection?.close()
  }
}

/** The way that is worth a further sign-in after one that worked; undefined when there is none. */
export function strongestAfter(run: Run): Way | undefined {
  const [used] = run.facts.signIn ?? []
  const way = strongestWay(run)
  if (way === undefined || used?.outcome !== 'accepted' || !hasTime(run)) return undefined
  return provesOnly({ name: used.mechanism }) ? undefined : way
}

async function firstOrFurther(run: Run, turn: Turn): Promise<Success> {
  const ways = ordinaryWays(run)
  const [way] = ways
  if (way === undefined) throw noWay(run)
  const first: Plan = { user: signInOf(run).user, userForm: 'as-given', way }
  try {
    return { way, accepted: await attempt(run, first, async () => run) }
  } catch (error) {
    const further = mayBeRefused(error) ? furtherAfter(run, ways) : undefined
    if (further === undefined || !turn.takeSecond()) throw error
    turn.noteRefusal()
    return makeFurther(run, further, error)
  }
}

async function makeFurther(run: Run, further: Further, refusal: unknown): Promise<Success> {
  run.options.onNotice?.(run.endpoint, further.notice)
  try {
    const accepted = await attempt(run, further, async () => {
      const again = await stillConnected(run)
      run.connection = connectionOf(again)
      if (again.socket !== undefined) run.socket = again.socket
      return again
    })
    return { way: further.way, accepted }
  } catch (error) {
    // Both stand in the facts; what was asked for is what the phase is judged by.
    if (error instanceof WireFailure) throw refusal
    throw error
  }
}

// Cut short, an attempt would look like a server's fault.
function hasTime({ deadline }: Run): boolean {
  return deadline.remainingMs >= limits.signInLeastMs
}

/** Whether a failure is a refusal that another form may mend. */
function mayBeRefused(error: unknown): boolean {
  if (!(error instanceof WireFailure) || !endsSignIn(error.failure)) return false
  return (
    error.failure.cause === 'sign-in-refused' && !decided.includes(error.failure.code?.toUpperCase() ?? '')
  )
}

function furtherAfter(run: Run, ways: readonly Way[]): Further | undefined {
  if (!hasTime(run)) return undefined
  const { user, tryAgain, domain } = signInOf(run)
  const [used, next] = ways
  if (tryAgain === 'mechanisms' && next !== undefined) {
    const notice = `${used?.name} was refused; one further attempt follows, with ${next.name}`
    return { user, userForm: 'as-given', way: next, notice }
  }
  if (tryAgain !== 'user-names' || used === undefined) return undefined
  const other = otherForm(user, run.endpoint.host, domain)
  if (other === undefined) return undefined
  const notice = `${user} was refused; one further attempt follows, as ${other.user} (${other.from})`
  return { user: other.user, userForm: other.userForm, way: used, notice }
}

// No attempt is listed: nothing was sent, so nobody has judged the credentials.
function noWay(run: Run): Error {
  run.facts.signIn = []
  const what = signInOf(run).kind === 'oauth-token' ? 'an OAuth token' : 'a password'
  return failed('refused-by-server', `the server offers no way to sign in with ${what}`)
}
