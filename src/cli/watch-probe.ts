import type { Endpoint, Phase } from '../model/index.js'
import { endpointName, phaseTitle } from '../render/endpoint.js'
import { oneLine } from '../render/sanitise.js'
import { interruptible } from './interrupt.js'
import { createProgress } from './progress.js'
import { askAcceptance, canAsk } from './prompts/terminal.js'

/** What a probe is given so that people see that it works, can stop it, and are asked where it needs their consent. */
export interface Watch {
  signal: AbortSignal
  onPhase: (endpoint: Endpoint, phase: Phase) => void
  /** Says on stderr what is about to be done, also where nobody watches: it may matter to the account. */
  onNotice: (endpoint: Endpoint, text: string) => void
  /** Undefined where nobody can be asked. */
  acceptFound: ((hosts: string[]) => Promise<boolean>) | undefined
}

/**
 * Runs something that probes, with progress on a terminal; Ctrl-C lets it end early and give what it has.
 *
 * @param flags no-input: never ask; doing: what the line says before there is more to say
 */
export async function watchProbe<Result>(
  work: (watch: Watch) => Promise<Result>,
  flags: { 'no-input'?: boolean; doing?: string } = {},
): Promise<Result> {
  const start = () => {
    const line = createProgress(process.stderr, process.env)
    line.update(flags.doing ?? 'Connecting ...')
    return line
  }
  let progress = start()
  const onPhase: Watch['onPhase'] = (endpoint, phase) =>
    progress.update(
      `${endpointName(endpoint)}: ${phaseTitle(phase.name, endpoint.protocol)} ${phase.outcome}`,
    )
  const onNotice: Watch['onNotice'] = (endpoint, text) => {
    progress.clear()
    process.stderr.write(`${oneLine(`${endpointName(endpoint)}: ${text}.`)}\n`)
  }
  const acceptFound = async (hosts: string[]) => {
    progress.stop()
    const accepted = await askAcceptance(hosts)
    progress = start()
    return accepted
  }
  const asks = canAsk(flags['no-input'] ?? false)
  try {
    return await interruptible((signal) =>
      work({ signal, onPhase, onNotice, acceptFound: asks ? acceptFound : undefined }),
    )
  } finally {
    progress.stop()
  }
}
