import type { AccountView, EndpointView } from '../view.js'
import { dropCause } from './tls.js'

/** Where a greeting stops being quick: impatient programs give up a little later (ticket class greeting-slow). */
const slowFromMs = 5_000

/** Where it gets in people's way: programs in tickets gave up after 10 seconds for everything together. */
const tooSlowFromMs = 8_000

/** How long the greeting took, and what that means; undefined where it came in time or not at all. */
export function slowGreeting(view: EndpointView): { seconds: number; grave: boolean } | undefined {
  const phase = view.phase('greeting')
  if (phase?.outcome !== 'observed' || phase.ms < slowFromMs) return undefined
  return { seconds: Math.round(phase.ms / 100) / 10, grave: phase.ms >= tooSlowFromMs }
}

/**
 * Text in angle brackets that a careless POP3 program takes for an APOP timestamp. A timestamp is a message identifier
 * (RFC 1939 section 7): digits, an @, a host. `<mail.example>` is none, and `<postmaster@example>` is an address.
 */
export function falseTimestamp(view: EndpointView): { text: string; sure: boolean } | undefined {
  const brackets = bracketsIn(view)
  if (brackets === undefined) return undefined
  if (!brackets.includes('@')) return { text: `<${brackets}>`, sure: true }
  return /\d/.test(brackets.split('@')[0] ?? '') ? undefined : { text: `<${brackets}>`, sure: false }
}

/** Whether the greeting offers APOP: by its timestamp alone, since no capability stands for it. */
export function offersApop(view: EndpointView): boolean {
  return bracketsIn(view) !== undefined && falseTimestamp(view) === undefined
}

function bracketsIn({ probe }: EndpointView): string | undefined {
  if (probe.endpoint.protocol !== 'pop3' || probe.greeting?.status !== 'ok') return undefined
  return /<([^<>\s]+)>/.exec(probe.greeting.text)?.[1]
}

/** The endpoints that were refused in their greeting: BYE, or -ERR in POP3. */
export function refusedInGreeting(account: AccountView): EndpointView[] {
  // Exchange says its goodbye this way when a component is switched off: greeting-closed-backend-down tells it.
  return account.endpoints.filter((view) => view.failedAt('greeting', 'bye') && !dropCause(view, account))
}
