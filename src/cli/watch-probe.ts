import { type Endpoint, exitCodes, type Phase, UserError } from '../model/index.js'
import { endpointName, phaseTitle } from '../render/endpoint.js'
import { interruptible } from './interrupt.js'
import { createProgress } from './progress.js'

/** What a probe is given so that people see that it works and can stop it. */
export interface Watch {
  signal: AbortSignal
  onPhase: (endpoint: Endpoint, phase: Phase) => void
}

/**
 * Runs something that probes, with progress on a terminal and Ctrl-C.
 *
 * @param onInterrupt for callers that show what was finished until Ctrl-C
 * @throws UserError `interrupted` for all other callers: half a probe is nothing to judge
 */
export async function watchProbe<Result>(
  work: (watch: Watch) => Promise<Result>,
  onInterrupt: () => void = throwInterrupted,
): Promise<Result> {
  const progress = createProgress(process.stderr, process.env)
  progress.update('Connecting ...')
  const onPhase: Watch['onPhase'] = (endpoint, phase) =>
    progress.update(
      `${endpointName(endpoint)}: ${phaseTitle(phase.name, endpoint.protocol)} ${phase.outcome}`,
    )
  try {
    return await interruptible(async (signal) => {
      const result = await work({ signal, onPhase })
      if (signal.aborted) onInterrupt()
      return result
    })
  } finally {
    progress.stop()
  }
}

function throwInterrupted(): never {
  throw new UserError('interrupted', 'Interrupted', { exitCode: exitCodes.interrupted })
}
