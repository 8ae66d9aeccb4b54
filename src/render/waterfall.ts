import { type EndpointProbe, firstFailure, type Phase } from '../model/index.js'
import { displayWidth, padToWidth } from './display-width.js'
import { duration, endpointName, endpointOutcome } from './endpoint.js'
import type { Page } from './page.js'

/** Phases by names that leave room for their bars. The farewell is left out: its answer is not waited for. */
const shortNames: Record<Phase['name'], string> = {
  dns: 'dns',
  tcp: 'tcp',
  tls: 'tls',
  greeting: 'greet',
  capability: 'caps',
  starttls: 'starttls',
  'capability-tls': 'caps',
  login: 'login',
  'capability-login': 'caps',
  session: 'mailbox',
  logout: '',
}

// A bar of one or two columns compares nothing.
const shortestScale = 4
const longestScale = 30
const belowIndent = 4

/** The phases that ran, but the farewell. */
export function ran({ phases }: EndpointProbe): Phase[] {
  return phases.filter(({ name, outcome }) => outcome !== 'skipped' && name !== 'logout')
}

function nameOf({ name }: Phase, { endpoint }: EndpointProbe): string {
  return name === 'starttls' && endpoint.protocol === 'pop3' ? 'stls' : shortNames[name]
}

/** Behind the phase in which something went wrong. */
function flag({ name, outcome }: Phase, { tls }: EndpointProbe): string {
  return outcome === 'failed' || (name === 'tls' && tls?.verified === false) ? '!' : ''
}

/** Each phase that ran, a bar behind its name for its share of the time. */
function timeline(probe: EndpointProbe, columnsPerMs: number): string {
  return ran(probe)
    .map((phase) => {
      const bar = '='.repeat(Math.floor(phase.ms * columnsPerMs))
      return `${nameOf(phase, probe)}${bar}${flag(phase, probe)}`
    })
    .join(' ')
}

/** Columns for a millisecond, so that the bars of the slowest endpoint fill the room beside the names. */
function scale(probes: readonly EndpointProbe[], room: number): number {
  const total = (probe: EndpointProbe) => ran(probe).reduce((sum, { ms }) => sum + ms, 0)
  const slowest = Math.max(...probes.map(total))
  const left = Math.min(...probes.map((probe) => room - displayWidth(timeline(probe, 0))))
  return left < shortestScale || slowest <= 0 ? 0 : Math.min(left, longestScale) / slowest
}

/** The first thing that went wrong, in a few words. */
function trouble(probe: EndpointProbe): string | undefined {
  const failed = firstFailure(probe)
  return failed === undefined ? probe.tls?.problem?.message : (failed.failure?.message ?? 'failed')
}

/** Texts filled up to the widest of them. */
function column(texts: readonly string[]): string[] {
  const widest = Math.max(0, ...texts.map(displayWidth))
  return texts.map((text) => padToWidth(text, widest))
}

/** What is before the waterfall of each endpoint: its name, how it fared, how long it took. */
function marksOf(probes: readonly EndpointProbe[], withoutHost: boolean): string[] {
  const names = probes.map(({ endpoint }) => endpointName(endpoint))
  const labels = column(withoutHost ? names.map((name) => name.replace(/:\/\/.*:/, ':')) : names)
  const words = column(probes.map((probe) => endpointOutcome(probe).word))
  const times = probes.map(({ ms }) => duration(ms))
  const longest = Math.max(0, ...times.map(displayWidth))
  return times.map((time, index) => `${labels[index]}  ${words[index]}  ${time.padStart(longest)}  `)
}

/** One line for each endpoint, its phases as a small waterfall; what went wrong behind or, without room, below it. */
export function addWaterfall(page: Page, probes: readonly EndpointProbe[]): void {
  const hosts = new Set(probes.map(({ endpoint }) => endpoint.host))
  const oneHost = probes.length > 1 && hosts.size === 1
  if (oneHost) page.text([...hosts].join(), 'title')
  const marks = marksOf(probes, oneHost)
  const mark = displayWidth(marks[0] ?? '')
  const beside = probes.every((probe) => mark + displayWidth(timeline(probe, 0)) <= page.width)
  const columnsPerMs = scale(probes, page.width - (beside ? mark : belowIndent))
  probes.forEach((probe, index) => {
    const { tone } = endpointOutcome(probe)
    const words = trouble(probe) ?? ''
    const bars = timeline(probe, columnsPerMs)
    const line = beside ? `${marks[index]}${bars}` : `${marks[index]}`
    const whole = words === '' ? line : `${line}  ${words}`
    if (beside && displayWidth(whole) <= page.width) {
      page.verbatim(whole, tone)
      return
    }
    page.verbatim(line, tone)
    if (!beside) page.text(bars, tone, belowIndent)
    if (words !== '') page.text(words, tone, belowIndent)
  })
}
