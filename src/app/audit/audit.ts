import { type AuditRecordDocument, type AuditSummaryDocument, UserError } from '../../model/index.js'
import { isAddress, type Lookup, limits, lookupAt, systemLookup } from '../../net/index.js'
import { normalisedRoutes } from '../probe.js'
import { parseTargets } from '../targets.js'
import { Bell } from './bell.js'
import { FinishedLines } from './finished.js'
import type { RecordSink } from './journal.js'
import { type Job, type LookOptions, Looks, shown, startOf } from './looks.js'
import { Lookups, systemLookups } from './lookups.js'
import { errorRecord } from './record.js'
import { type Pace, Schedule } from './schedule.js'
import { isMine, type Shard } from './shard.js'
import { Summary } from './summary.js'
import { type ListEntry, type ListOptions, listEntries } from './target-list.js'

/** Where the targets stand. */
export interface TargetSource {
  /** Of the file, or stdin. */
  name: string
  chunks: AsyncIterable<Uint8Array>
  /** Ends the reading at once, also where it waits for somebody to type. */
  stop?: () => void
  /** Size of the file, where it is known. */
  bytes?: number | undefined
}

/** How to audit. A sign-in is no part of it: one password does not fit many accounts. */
export interface AuditOptions extends LookOptions {
  list: ListOptions
  pace: Pace
  shard?: Shard | undefined
  /** Stands in for the resolver in a test. */
  ask?: Lookup
  /** Makes of a record the line that is written. */
  lineOf: (record: AuditRecordDocument) => string
  /** Lines that have their record already, and what they come to. */
  finished?: FinishedLines | undefined
  summary?: Summary | undefined
  signal?: AbortSignal | undefined
  onProgress?: ((progress: AuditProgress) => void) | undefined
}

/** How far an audit is. */
export interface AuditProgress {
  /** Records written by this run. */
  done: number
  /** Records from before. */
  before: number
  running: number
  notOk: number
  /** Targets of this run, as far as it is known or can be reckoned from the size of the list. */
  total?: number
}

/** Targets whose hosts are looked up at the same time: enough that answers are there before they are needed. */
const placedAtOnce = 256

/** Resolvers that are named are asked by ourselves, and do not wait for threads. */
const askedAtOnce = 64

function lookupsFor({ ask, probe }: AuditOptions): Lookups {
  const { dnsServers = [], timeoutMs = limits.endpointMs } = probe
  const limitMs = Math.min(timeoutMs, limits.dnsMs)
  if (dnsServers.length > 0) return new Lookups(ask ?? lookupAt(dnsServers), askedAtOnce, limitMs)
  return new Lookups(ask ?? systemLookup, systemLookups(process.env), limitMs)
}

/** One run over a list. */
class Audit {
  readonly #schedule: Schedule<Job>
  readonly #summary: Summary
  readonly #finished: FinishedLines
  readonly #moved = new Bell()
  readonly #before: number
  readonly #looks: Looks
  readonly #lookups: Lookups
  /** Hosts that are not looked up, since a mapping says where they are. */
  readonly #routed: ReadonlySet<string>
  /** Targets whose host is being looked up. */
  #placing = 0
  #timer: NodeJS.Timeout | undefined
  #failure: unknown
  /** Targets of this run that were read, and how far into the list that is. */
  #read = 0
  /** Of those the run is about, also the ones that were finished before. */
  #mine = 0
  #readBytes = 0
  #atEnd = false
  #done = 0

  constructor(
    private readonly source: TargetSource,
    private readonly sink: RecordSink,
    private readonly options: AuditOptions,
  ) {
    this.#schedule = new Schedule(options.pace)
    this.#summary = options.summary ?? new Summary()
    this.#finished = options.finished ?? new FinishedLines()
    this.#before = this.#finished.count
    const routes = normalisedRoutes(options.probe.connectTo ?? [])
    this.#routed = new Set(routes.map(({ host }) => host))
    this.#lookups = lookupsFor(options)
    this.#looks = new Looks(options, { connectTo: routes, lookup: this.#lookups.addresses })
  }

  async run(): Promise<AuditSummaryDocument> {
    const { signal } = this.options
    const stop = () => this.#stop()
    signal?.addEventListener('abort', stop, { once: true })
    try {
      await this.#readUntilStopped()
      this.#atEnd = !this.#isStopped
      this.#tellProgress()
      while (!this.#isOver) await this.#moved.rung
    } catch (error) {
      this.#fail(error)
      while (this.#schedule.running > 0) await this.#moved.rung
    } finally {
      clearTimeout(this.#timer)
      signal?.removeEventListener('abort', stop)
    }
    if (this.#failure !== undefined) throw this.#failure
    return this.#summary.document([this.source.name], signal?.aborted)
  }

  get #isStopped(): boolean {
    return this.#failure !== undefined || this.options.signal?.aborted === true
  }

  get #isOver(): boolean {
    return this.#isStopped ? this.#schedule.running === 0 : this.#schedule.isEmpty && this.#placing === 0
  }

  #stop(): void {
    this.#looks.breakOff()
    this.source.stop?.()
    this.#moved.ring()
  }

  /** Ends the run: nothing new is begun, and what runs is broken off. */
  #fail(error: unknown): void {
    this.#failure ??= error
    this.#stop()
  }

  async #readAll(): Promise<void> {
    const { list, shard } = this.options
    let place = -1
    for await (const entry of listEntries(this.source.chunks, this.source.name, list)) {
      if (this.#isStopped) return
      place += 1
      this.#readBytes = entry.end
      const mine = shard === undefined || isMine(place, shard)
      if (mine) this.#mine += 1
      if (this.#isOpen(entry, mine)) await this.#take(entry)
    }
  }

  /** Reads the list to its end, unless the run is over before: then the reading breaks off with an error of its own. */
  async #readUntilStopped(): Promise<void> {
    try {
      await this.#readAll()
    } catch (error) {
      if (!this.#isStopped) throw error
    }
  }

  /** Whether an entry is still to be looked at by this run. */
  #isOpen(entry: ListEntry, mine: boolean): boolean {
    if (this.#before === 0) return mine
    const { line } = entry
    const found = this.#finished.look(line, 'target' in entry ? shown(entry.target) : undefined)
    if (found === 'open') return mine
    if (found === 'finished' && mine) return false
    const why = mine ? 'holds another target' : 'belongs to another part (--shard)'
    throw new UserError(
      'bad-value',
      `Cannot resume: line ${line} of ${this.source.name} ${why} than its record`,
      { hint: 'Resume with the same list and the same flags; new targets may stand at its end.' },
    )
  }

  async #take(entry: ListEntry): Promise<void> {
    this.#read += 1
    const { line } = entry
    if ('problem' in entry) {
      const error = new UserError('bad-target', `Line ${line} cannot be used: ${entry.problem}`)
      return this.#keep(errorRecord({ line, startedAt: new Date() }, error))
    }
    const { target } = entry
    let host: string
    try {
      host = this.#hostOf(target)
    } catch (error) {
      return this.#keep(errorRecord(startOf({ line, target }), error))
    }
    while (!this.#hasRoom && !this.#isStopped) await this.#moved.rung
    if (!this.#isStopped) this.#place({ line, target }, host)
  }

  get #hasRoom(): boolean {
    return this.#placing < placedAtOnce && this.#schedule.hasRoom
  }

  /** Puts a target into the queue of its host, which is told by its address. */
  #place(job: Job, host: string): void {
    if (/^@|^$/.test(host) || this.#routed.has(host) || isAddress(host)) {
      this.#enqueue(job, host)
      return
    }
    this.#placing += 1
    void this.#lookups.placeOf(host).then((place) => {
      this.#placing -= 1
      if (!this.#isStopped) this.#enqueue(job, place)
      this.#moved.ring()
    })
  }

  #enqueue(job: Job, place: string): void {
    this.#schedule.add(job, place)
    this.#begin()
  }

  /** The host that a target names; the domain of an address, whose servers are found only by looking for them. */
  #hostOf(target: string): string {
    const { endpoints, account } = parseTargets([target], this.options.probe.security)
    // With the @ it is no name that somebody could look up.
    return endpoints[0]?.host ?? (account === undefined ? '' : `@${account.domain}`)
  }

  /** Begins what may begin. */
  #begin(): void {
    clearTimeout(this.#timer)
    while (!this.#isStopped) {
      const next = this.#schedule.next(performance.now())
      if (next === undefined) return
      if ('waitMs' in next) {
        this.#timer = setTimeout(() => this.#begin(), next.waitMs)
        return
      }
      void this.#finish(next.begin, next.host)
    }
  }

  /** Looks at one target. Whatever goes wrong there stays there; only what cannot be written ends the run. */
  async #finish(job: Job, host: string): Promise<void> {
    try {
      const record = await this.#looks.recordFor(job)
      if (record !== undefined) await this.#keep(record)
    } catch (error) {
      this.#fail(error)
    }
    this.#schedule.done(host)
    this.#moved.ring()
    this.#begin()
  }

  async #keep(record: AuditRecordDocument): Promise<void> {
    await this.sink.write(this.options.lineOf(record))
    this.#summary.add(record)
    this.#done += 1
    this.#tellProgress()
  }

  #tellProgress(): void {
    const { onProgress } = this.options
    if (onProgress === undefined) return
    const total = this.#total()
    onProgress({
      ...{ done: this.#done, before: this.#before, running: this.#schedule.running },
      notOk: this.#summary.notOk,
      ...(total !== undefined && { total }),
    })
  }

  /** What is left of the list is taken to be like what was read of it. */
  #total(): number | undefined {
    if (this.#atEnd) return this.#read
    const { bytes } = this.source
    if (bytes === undefined || this.#readBytes === 0) return undefined
    return this.#read + Math.round((this.#mine * (bytes - this.#readBytes)) / this.#readBytes)
  }
}

/**
 * Diagnoses every target of a list, several at once, and writes a record for each as soon as it is finished. A line that
 * is no target, a dead host or a bug that one of them meets becomes a record as well, and the others go on. Memory does
 * not grow with the list.
 *
 * @param sink takes one line for each record
 * @returns what all records come to, those from before included
 * @throws UserError when the list cannot be read, does not fit to what is resumed, or a record cannot be written
 */
export function audit(
  source: TargetSource,
  sink: RecordSink,
  options: AuditOptions,
): Promise<AuditSummaryDocument> {
  return new Audit(source, sink, options).run()
}
