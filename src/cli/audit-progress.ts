import type { AuditProgress } from '../app/audit/audit.js'
import { count, span } from '../render/quantities.js'
import { createProgress, type ProgressStream } from './progress.js'

/** Where nobody watches a line change, a log gets one this often. */
const logMs = 30_000

/** The rate is that of the last so many milliseconds: a dead host at the start must not darken the whole run. */
const rateMs = 20_000

/** Reckons how many targets are finished per second. */
export class Rate {
  readonly #points: { at: number; done: number }[] = []

  constructor(startMs: number) {
    this.#points.push({ at: startMs, done: 0 })
  }

  /**
   * @param nowMs a clock that only goes forward
   * @param done targets finished until now
   */
  at(nowMs: number, done: number): number {
    const last = this.#points.at(-1)
    // One point a second is enough.
    if (last === undefined || nowMs - last.at >= 1000) this.#points.push({ at: nowMs, done })
    while (this.#points.length > 2 && nowMs - (this.#points[1]?.at ?? nowMs) >= rateMs) this.#points.shift()
    const [first] = this.#points
    const passed = nowMs - (first?.at ?? nowMs)
    return passed <= 0 ? 0 : ((done - (first?.done ?? 0)) * 1000) / passed
  }
}

/** One line that says how far an audit is, how fast, and how long it will take. */
export function progressLine(
  { done, before, running, notOk, total }: AuditProgress,
  perSecond: number,
): string {
  const left = total === undefined ? undefined : Math.max(0, total - done)
  const all = before + done
  const parts = [
    total === undefined
      ? `${count(all)} done`
      : `${count(all)} of ${count(before + Math.max(total, done))} done`,
    `${perSecond < 10 ? perSecond.toFixed(1) : count(perSecond)}/s`,
    ...(left !== undefined && left > 0 && perSecond > 0 ? [`${span(left / perSecond)} left`] : []),
    `${count(running)} running`,
    ...(notOk > 0 ? [`${count(notOk)} not all right`] : []),
  ]
  return `Audit: ${parts.join(', ')}`
}

/** Says on stderr how an audit goes on. */
export interface AuditWatch {
  update(progress: AuditProgress): void
  stop(): void
}

/** A line that changes on a terminal; elsewhere a line now and then. */
export function watchAudit(
  stream: ProgressStream,
  env: Readonly<Record<string, string | undefined>>,
): AuditWatch {
  const line = createProgress(stream, env)
  const rate = new Rate(performance.now())
  let latest: AuditProgress = { done: 0, before: 0, running: 0, notOk: 0 }
  const text = () => progressLine(latest, rate.at(performance.now(), latest.done))
  const log = () => stream.write(`${text()}\n`)
  const timer = stream.isTTY === true ? setInterval(() => line.update(text()), 250) : setInterval(log, logMs)
  timer.unref()
  line.update('Audit: begun')
  return {
    update(progress) {
      latest = progress
    },
    stop() {
      clearInterval(timer)
      line.stop()
    },
  }
}
