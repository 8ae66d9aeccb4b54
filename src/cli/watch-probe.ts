import type { Endpoint, Phase } from '../model/index.js'
import { endpointName, phaseTitle } from '../render/endpoint.js'
import { interruptible } from './interrupt.js'
import { createProgress } from './progress.js'

/** What a probe is given so that people see that it works and can stop it. */
export interface Watch {
  signal: AbortSignal
  onPhase: (endpoint: Endpoint, phase: Phase) => void
}

/** Runs something that probes, with progress on a terminal and Ctrl-C. */
export async function watchProbe<Result>(work: (watch: Watch) => Promise<Result>): Promise<Result> {
  const progress = createProgress(process.stderr, process.env)
  progress.update('Connecting ...')
  try {
    return await interruptible((signal) =>
      work({
        signal,
        onPhase: (endpoint, phase) =>
          progress.update(
            `${endpointName(endpoint)}: ${phaseTitle(phase.name, endpoint.protocol)} ${phase.outcome}`,
          ),
      }),
    )
  } finally {
    progress.stop()
  }
}
