import type { AuditRecordDocument } from '../../model/index.js'
import { readCaFiles } from '../ca-files.js'
import { diagnose, type FailLevel } from '../diagnose.js'
import type { ProbeRequestOptions } from '../probe.js'
import { printableTarget } from '../targets.js'
import { errorRecord, type RecordStart, recordOf } from './record.js'

/** How each target of an audit is looked at. */
export interface LookOptions {
  failOn: FailLevel
  /** Keeps the whole diagnosis in each record. */
  full?: boolean | undefined
  probe: Omit<ProbeRequestOptions, 'signal' | 'signIn' | 'onPhase' | 'onNotice' | 'acceptFound'>
  /** Stands in for diagnose in a test. */
  look?: typeof diagnose
}

/** A target that waits for its turn. */
export interface Job {
  line: number
  target: string
}

/** A target as it stands in a record. */
export function shown(target: string): string {
  return printableTarget(target.trim())
}

/** The beginning of the record of a target that is looked at now. */
export function startOf({ line, target }: Job): RecordStart {
  return { line, target: shown(target), startedAt: new Date() }
}

/** The looks of one run, which have all but the target in common. */
export class Looks {
  readonly #running = new Set<AbortController>()
  readonly #look: typeof diagnose
  /** The same for all targets: reading it for each would cost more than most looks. */
  readonly #shared: ProbeRequestOptions

  /** @throws UserError when a file of certificates cannot be used */
  constructor(
    private readonly options: LookOptions,
    connections: Pick<ProbeRequestOptions, 'connectTo' | 'lookup'>,
  ) {
    const { probe, look = diagnose } = options
    this.#look = look
    const caPem = readCaFiles(probe.caFiles ?? [])
    this.#shared = { ...probe, caPem, sharedRoutes: true, ...connections }
  }

  /** Looks at one target; undefined when that was broken off, for then the target is not finished. */
  async recordFor(job: Job): Promise<AuditRecordDocument | undefined> {
    const { failOn, full = false } = this.options
    const start = startOf(job)
    const began = performance.now()
    // One of its own for each look: what listens to it is gone with it.
    const controller = new AbortController()
    this.#running.add(controller)
    try {
      const diagnosis = await this.#look([job.target], { ...this.#shared, signal: controller.signal })
      if (diagnosis.request.interrupted) return undefined
      return recordOf(start, diagnosis, { ms: performance.now() - began, failOn, full })
    } catch (error) {
      return controller.signal.aborted ? undefined : errorRecord(start, error, performance.now() - began)
    } finally {
      this.#running.delete(controller)
    }
  }

  /** Ends all looks that are going on. */
  breakOff(): void {
    for (const controller of this.#running) controller.abort()
  }
}
