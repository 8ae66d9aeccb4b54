import type { ProbeRequestOptions } from '../../app/probe.js'
import type { Scenario } from '../../model/index.js'

/** How a scenario is to be probed, by what it expects: everything but where its server listens and whom to trust. */
export function scenarioOptions({ expects }: Scenario): ProbeRequestOptions {
  const { deep = false, security, signsIn = false } = expects ?? {}
  return { timeoutMs: 15_000, deep, security, ...(signsIn && signInOptions(expects ?? {})) }
}

function signInOptions(expects: Partial<NonNullable<Scenario['expects']>>): ProbeRequestOptions {
  const { user = 'demo', password = 'open-sesame', token, try: tryAgain } = expects
  const signIn = token === undefined ? { user, password } : { user, token }
  return {
    signIn: signIn as ProbeRequestOptions['signIn'],
    ...(tryAgain !== undefined && { tryAgain }),
  }
}
