import type { Endpoint, PhaseName } from '../model/index.js'
import { capabilityPhase } from './phases/capability.js'
import { dnsPhase } from './phases/dns.js'
import { greetingPhase } from './phases/greeting.js'
import { loginPhase } from './phases/login.js'
import { capabilityLoginPhase, sessionPhase } from './phases/session.js'
import { starttlsPhase } from './phases/starttls.js'
import { tcpPhase } from './phases/tcp.js'
import { tlsPhase } from './phases/tls.js'
import type { PhaseStep } from './run.js'

/** One phase of the plan. */
export interface PlannedPhase {
  name: PhaseName
  step: PhaseStep
}

/**
 * The phases of an endpoint in their order, without the goodbye.
 *
 * @param index place of the endpoint in the account's list, for its turn to sign in
 * @param signsIn whether credentials were given; without them the phases of a session are not listed
 */
export function planFor({ security }: Endpoint, index: number, signsIn: boolean): PlannedPhase[] {
  const plan = [...reach, ...beforeSignIn[security]]
  if (signsIn) plan.push({ name: 'login', step: (run) => loginPhase(run, index) }, ...signedIn)
  return plan
}

const reach: PlannedPhase[] = [
  { name: 'dns', step: dnsPhase },
  { name: 'tcp', step: tcpPhase },
]

const clear: PlannedPhase[] = [
  { name: 'greeting', step: greetingPhase },
  { name: 'capability', step: capabilityPhase },
]

const beforeSignIn: Record<Endpoint['security'], PlannedPhase[]> = {
  tls: [{ name: 'tls', step: tlsPhase }, ...clear],
  starttls: [
    ...clear,
    { name: 'starttls', step: starttlsPhase },
    { name: 'tls', step: tlsPhase },
    { name: 'capability-tls', step: capabilityPhase },
  ],
  none: clear,
}

const signedIn: PlannedPhase[] = [
  { name: 'capability-login', step: capabilityLoginPhase },
  { name: 'session', step: sessionPhase },
]
