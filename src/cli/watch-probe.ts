import type { Endpoint, Phase } from '../model/index.js'
import { endpointName, phaseTitle } from '../render/endpoint.js'
import { interruptible } from './interrupt.js'
import { createProgress } from './progress.js'

/** What a probe is given so that people see that it works and can stop it. */
export interface Watch {
  signal: AbortSignal
  onPhase: (endpoint: Endpoint, phase: Phase) => void
}

/** Runs something that probes, with progress on a terminal; Ctrl-C lets it end early and give what it has. */
export async function watchProbe<Result>(work: (watch: Watch) => Promise<Result>): Promise<Result> {
  const progress = createProgress(process.stderr, process.env)
  progress.update('Connecting ...')
  const onPhase: Watch['onPhase'] = (endpoint, phase) =>
    progress.update(
      `${endpointName(endpoint)}: ${phaseTitle(phase.name, endpoint.protocol)} ${phase.outcome}`,
    )
  try {
    return await interruptible((signal) => work({ signal, onPhase }))
  } finally {
    progress.stop()
  }
}
