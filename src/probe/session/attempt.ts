import type { OauthError, SignInAttempt, UserForm } from '../../model/index.js'
import { sinceMs } from '../measured.js'
import { type Run, shownFailure } from '../run.js'
import type { Credentials, Exchange } from '../sasl/exchange.js'
import { authenticateImap, loginImap } from './imap-sign-in.js'
import { authenticatePop3, signInWithApop, userPass } from './pop3-sign-in.js'
import { apop, credentialsOf, type Way } from './ways.js'

/** One attempt to sign in. */
export interface Plan {
  user: string
  userForm: UserForm
  way: Way
}

/** What came with the server's yes. */
export interface Accepted {
  capabilities?: string[] | undefined
}

/**
 * Makes one attempt and keeps what became of it in the facts.
 *
 * @param run whose facts it belongs to
 * @param connected gives the run whose connection is used; time and failure of making one are the attempt's
 * @throws WireFailure `sign-in-refused`, or what reading throws
 */
export async function attempt(run: Run, plan: Plan, connected: () => Promise<Run>): Promise<Accepted> {
  const started = performance.now()
  const { userForm, way } = plan
  const record: SignInAttempt = { userForm, mechanism: way.name, outcome: 'accepted', ms: 0 }
  run.facts.signIn = [...(run.facts.signIn ?? []), record]
  try {
    return await carry(await connected(), plan, record)
  } catch (error) {
    record.failure = shownFailure(error, run.transcript)
    record.outcome = record.failure.cause === 'sign-in-refused' ? 'refused' : 'failed'
    throw error
  } finally {
    record.ms = sinceMs(started)
  }
}

async function carry(run: Run, { user, way }: Plan, record: SignInAttempt): Promise<Accepted> {
  const credentials = credentialsOf(run, user)
  const exchange = way.mechanism?.start(credentials)
  try {
    if (run.endpoint.protocol === 'pop3') return await carryPop3(run, way, credentials, exchange)
    const work =
      exchange === undefined ? loginImap(run, credentials) : authenticateImap(run, way.name, exchange)
    return { capabilities: await work }
  } finally {
    const error = errorOf(run, exchange)
    if (error !== undefined) record.oauthError = error
  }
}

async function carryPop3(
  run: Run,
  { name }: Way,
  credentials: Credentials,
  exchange: Exchange | undefined,
): Promise<Accepted> {
  if (exchange !== undefined) await authenticatePop3(run, name, exchange)
  else if (name === apop) await signInWithApop(run, credentials)
  else await userPass(run, credentials)
  return {}
}

function errorOf({ transcript }: Run, exchange: Exchange | undefined): OauthError | undefined {
  const { oauthError } = exchange ?? {}
  if (oauthError === undefined) return undefined
  const fields = Object.entries(oauthError).map(([name, words]) => [name, transcript.clean(String(words))])
  return Object.fromEntries(fields) as OauthError
}
