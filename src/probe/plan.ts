import type { Endpoint, PhaseName } from '../model/index.js'
import { capabilityPhase } from './phases/capability.js'
import { dnsPhase } from './phases/dns.js'
import { greetingPhase } from './phases/greeting.js'
import { starttlsPhase } from './phases/starttls.js'
import { tcpPhase } from './phases/tcp.js'
import { tlsPhase } from './phases/tls.js'
import type { PhaseStep } from './run.js'

/** One phase of the plan. */
export interface PlannedPhase {
  name: PhaseName
  step: PhaseStep
}

/** The phases of an endpoint in their order, up to where a sign-in may begin. */
export function phasesBeforeSignIn({ security }: Endpoint): PlannedPhase[] {
  return [...reach, ...beforeSignIn[security]]
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
