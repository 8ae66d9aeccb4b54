import {
  type CheckedEndpoint,
  type EndpointProbe,
  firstFailure,
  hasGreeted,
  type Protocol,
  worksUntilSignIn,
} from '../model/index.js'
import type { OauthMechanism, SafeEndpoint } from './account.js'

/** An endpoint that a file may be written for, with what it rests on. */
export interface Confirmed {
  endpoint: SafeEndpoint
  checked: CheckedEndpoint
  /** A way to sign in with a password was offered, or nothing was said about it. */
  takesPasswords: boolean
  /** The OAuth mechanisms offered. */
  oauth: readonly OauthMechanism[]
  sasl: readonly string[]
}

const signInWasRefused = (probe: EndpointProbe) => firstFailure(probe)?.failure.cause === 'sign-in-refused'

/** Why an endpoint is not confirmed, or undefined when it is: TLS verified, protocol greeted, nothing failed on the way. */
export function doubt(probe: EndpointProbe): string | undefined {
  if (probe.endpoint.security === 'none') return 'it was asked for without TLS'
  const failed = firstFailure(probe)
  if (!worksUntilSignIn(probe) || signInWasRefused(probe)) return failed?.failure.message
  if (!hasGreeted(probe)) return 'it did not greet'
  if (probe.tls === undefined) return 'it was not reached over TLS'
  if (!probe.tls.verified) return probe.tls.problem?.message ?? 'its certificate does not verify'
  const sasl = mechanismsOf(probe)
  const canSignIn = takesPasswords(probe, sasl) || oauthIn(sasl).length > 0
  return canSignIn ? undefined : 'it offers no sign-in with a password or with OAuth'
}

/** The day of an ISO date; undefined for anything else, since a stored probe can hold any text. */
function day(text: string | undefined): string | undefined {
  return /^(\d{4}-\d\d-\d\d)T/.exec(text ?? '')?.[1]
}

function checkedOf({ tls }: EndpointProbe, startedAt: string): CheckedEndpoint {
  const ends = day(tls?.certificate?.validTo)
  const version = /^TLSv1(\.\d)?$/.exec(tls?.protocol ?? '')?.[0]
  return {
    at: day(startedAt) ?? 'an unknown day',
    ...(version !== undefined && { tls: version }),
    ...(ends !== undefined && { certificateEnds: ends }),
  }
}

const oauthMechanisms = ['OAUTHBEARER', 'XOAUTH2'] as const satisfies readonly OauthMechanism[]
const passwordMechanism = /^(PLAIN|LOGIN|CRAM-|DIGEST-|SCRAM-|NTLM|APOP)/

function mechanismsOf({ sasl = [] }: EndpointProbe): string[] {
  return sasl.map((name) => name.toUpperCase())
}

function oauthIn(sasl: readonly string[]): OauthMechanism[] {
  return oauthMechanisms.filter((name) => sasl.includes(name))
}

/** Whether the list heard inside TLS leaves a way to sign in with a password. */
function takesPasswords({ endpoint, capabilities: sets }: EndpointProbe, sasl: readonly string[]): boolean {
  const announced = sets?.afterLogin ?? sets?.afterTls ?? sets?.beforeTls ?? []
  const names = announced.map((name) => name.toUpperCase())
  if (sasl.some((name) => passwordMechanism.test(name))) return true
  // The LOGIN command needs no announcement (RFC 9051 section 6.2.3), USER has one (RFC 2449 section 6.3).
  const byCommand = endpoint.protocol === 'imap' ? !names.includes('LOGINDISABLED') : names.includes('USER')
  return byCommand || announced.length === 0
}

/** The confirmed endpoints of a protocol, implicit TLS before STARTTLS (RFC 8314 section 3), else in the order probed. */
export function confirmedEndpoints(
  probes: readonly EndpointProbe[],
  protocol: Protocol,
  startedAt: string,
): Confirmed[] {
  const found = probes.flatMap((probe): Confirmed[] => {
    const { security } = probe.endpoint
    if (probe.endpoint.protocol !== protocol || security === 'none' || doubt(probe) !== undefined) return []
    const sasl = mechanismsOf(probe)
    return [
      {
        endpoint: { ...probe.endpoint, security },
        checked: checkedOf(probe, startedAt),
        takesPasswords: takesPasswords(probe, sasl),
        oauth: oauthIn(sasl),
        sasl,
      },
    ]
  })
  const rank = ({ endpoint }: Confirmed) => (endpoint.security === 'tls' ? 0 : 1)
  return found.sort((a, b) => rank(a) - rank(b))
}
