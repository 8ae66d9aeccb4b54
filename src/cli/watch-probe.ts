import type { Endpoint, Phase } from '../model/index.js'
import { endpointName, phaseTitle } from '../render/endpoint.js'
import { oneLine } from '../render/sanitise.js'
import { interruptible } from './interrupt.js'
import { createProgress } from './progress.js'

/** What a probe is given so that people see that it works and can stop it. */
export interface Watch {
  signal: AbortSignal
  onPhase: (endpoint: Endpoint, phase: Phase) => void
  /** Says on stderr what is about to be done, also where nobody watches: it may matter to the account. */
  onNotice: (endpoint: Endpoint, text: string) => void
}

/** Runs something that probes, with progress on a terminal; Ctrl-C lets it end early and give what it has. */
export async function watchProbe<Result>(work: (watch: Watch) => Promise<Result>): Promise<Result> {
  const progress = createProgress(process.stderr, process.env)
  progress.update('Connecting ...')
  const onPhase: Watch['onPhase'] = (endpoint, phase) =>
    progress.update(
      `${endpointName(endpoint)}: ${phaseTitle(phase.name, endpoint.protocol)} ${phase.outcome}`,
    )
  const onNotice: Watch['onNotice'] = (endpoint, text) => {
    progress.clear()
    process.stderr.write(`${oneLine(`${endpointName(endpoint)}: ${text}.`)}\n`)
  }
  try {
    return await interruptible((signal) => work({ signal, onPhase, onNotice }))
  } finally {
    progress.stop()
  }
}
