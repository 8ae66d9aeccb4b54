import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alarms, monitorState } from '../../src/app/monitoring.js'
import type { DiagnosisDocument, Finding } from '../../src/model/index.js'
import { nagiosText } from '../../src/render/nagios.js'
import { openMetrics } from '../../src/render/openmetrics.js'
import { statusLine } from '../../src/render/status-line.js'
import { healthy } from './documents.js'
import { exposition } from './exposition.js'
import { hostileDiagnosis, withMarkup } from './html-page.js'
import { pluginOutput } from './plugin-output.js'
import { hostile, unsafe } from './support.js'

const plugin = (document: DiagnosisDocument) => ({
  state: monitorState(document, 'blocker'),
  alarms: alarms('blocker'),
})
const nagios = (document: DiagnosisDocument) => nagiosText(document, plugin(document))
const metrics = (document: DiagnosisDocument) => openMetrics(document, { conclusive: true })

/** What would end a value in one of the two formats. */
const breaking = `${hostile} | 'x'=1;2 "quoted\\" \\n = } 1 # EOF\n# TYPE x counter\nx 1\n`

/** The same document with these words in every text that is no word of the contract and no date. */
function saying(document: DiagnosisDocument, words: string): DiagnosisDocument {
  const walk = (value: unknown, key = ''): unknown => {
    if (typeof value === 'string')
      return /^[a-z0-9-]*$/.test(value) || /^valid|At$/.test(key) ? value : value + words
    if (Array.isArray(value)) return value.map((one) => walk(one, key))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, walk(one, name)]))
  }
  return walk(document) as DiagnosisDocument
}

const quiet: DiagnosisDocument = { ...hostileDiagnosis, endpoints: [healthy], findings: [], rootCauses: [] }
const [someFinding] = hostileDiagnosis.findings

function found(id: string, severity: Finding['severity']): DiagnosisDocument {
  if (someFinding === undefined) throw new Error('The hostile diagnosis has no finding')
  return { ...quiet, findings: [{ ...someFinding, id, rootCause: id, severity }], rootCauses: [id] }
}

describe('the answer to a monitor', () => {
  it.each<[Finding['severity'], Parameters<typeof monitorState>[1], string]>([
    ['blocker', 'blocker', 'CRITICAL'],
    ['exposure', 'blocker', 'WARNING'],
    ['degraded', 'blocker', 'WARNING'],
    ['note', 'blocker', 'OK'],
    ['exposure', 'exposure', 'CRITICAL'],
    ['degraded', 'exposure', 'WARNING'],
    ['degraded', 'degraded', 'CRITICAL'],
    ['note', 'degraded', 'OK'],
    ['note', 'note', 'CRITICAL'],
    ['blocker', 'never', 'WARNING'],
    ['note', 'never', 'OK'],
  ])('to a %s with --fail-on %s is %s', (severity, failOn, state) => {
    expect(monitorState(found('cert-expired', severity), failOn)).toBe(state)
  })

  it('to nothing found is OK', () => expect(monitorState(quiet, 'blocker')).toBe('OK'))

  it('warns of a certificate that ends soon, although that is a note', () => {
    expect(monitorState(found('cert-expires-soon', 'note'), 'blocker')).toBe('WARNING')
  })

  it('is unknown for a run that was broken off', () => {
    const request = { ...quiet.request, interrupted: true }
    expect(monitorState({ ...quiet, request }, 'blocker')).toBe('UNKNOWN')
  })

  it('is unknown where this machine is at fault', () => {
    const failure = { cause: 'resolver-failed' as const, message: 'no resolver answers' }
    const phases = [{ name: 'dns' as const, outcome: 'failed' as const, ms: 1, failure }]
    const document = { ...quiet, endpoints: [{ ...healthy, phases }] }
    expect(monitorState(document, 'blocker')).toBe('UNKNOWN')
    expect(pluginOutput(nagios(document)).state).toBe('UNKNOWN')
  })
})

describe.each([
  ['hostile', hostileDiagnosis],
  ['full of markup', withMarkup(hostileDiagnosis)],
  ['full of what ends a value', saying(hostileDiagnosis, breaking)],
  ['of a healthy server', quiet],
])('a diagnosis that is %s', (_, document) => {
  it('is one answer of a plugin, safe in a terminal', () => {
    const text = nagios(document)
    const { service, state, perfdata } = pluginOutput(text)
    expect([service, state]).toEqual(['MAIL', monitorState(document, 'blocker')])
    expect(perfdata.map(({ label }) => label)).toEqual(
      expect.arrayContaining(['blocker', 'exposure', 'degraded', 'note']),
    )
    expect(text).not.toMatch(unsafe)
  })

  it('is metrics by the rules of both formats, safe in a terminal', () => {
    const text = metrics(document)
    const names = new Set(exposition(text).map(({ name }) => name))
    expect(names).toContain('mailadvise_findings')
    expect(names).toContain('mailadvise_endpoint_ok')
    expect(text).not.toMatch(unsafe)
  })
})

it('no text of a server breaks either format', () => {
  const pieces = fc.constantFrom(
    '|',
    "'",
    '"',
    '\\',
    '\n',
    '\r',
    '=',
    '{',
    '}',
    ',',
    ';',
    '#',
    ' ',
    'é',
    '\u2028',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, fc.string({ unit: 'binary' })), { maxLength: 20 }), (parts) => {
      const document = saying(hostileDiagnosis, parts.join(''))
      pluginOutput(nagios(document))
      exposition(metrics(document))
    }),
    { numRuns: 200 },
  )
})

describe('performance data', () => {
  it('has the time of each endpoint in seconds and the days of its certificate', () => {
    const { perfdata } = pluginOutput(nagios(quiet))
    expect(perfdata).toContainEqual({
      ...{ label: 'time imap:993 mail.example.com', value: 0.056, unit: 's', warn: '', critical: '' },
    })
    expect(perfdata.find(({ label }) => label === 'cert_days imap:993 mail.example.com')?.unit).toBe('')
  })

  it('has labels that differ within the 19 characters that some stores keep', () => {
    const ports = [143, 993, 110, 995].map((port) => ({
      ...healthy,
      endpoint: { ...healthy.endpoint, port, protocol: port < 120 || port > 993 ? 'pop3' : 'imap' } as const,
    }))
    const { perfdata } = pluginOutput(nagios({ ...quiet, endpoints: ports }))
    expect(perfdata).toHaveLength(12)
    expect(new Set(perfdata.map(({ label }) => label.slice(0, 19))).size).toBe(12)
  })

  it('shows the thresholds that were applied', () => {
    const text = nagiosText(quiet, { state: 'OK', alarms: alarms('exposure') })
    const thresholds = pluginOutput(text).perfdata.slice(0, 4)
    expect(thresholds.map(({ label, warn, critical }) => [label, warn, critical])).toEqual([
      ['blocker', '', '0'],
      ['exposure', '', '0'],
      ['degraded', '0', ''],
      ['note', '', ''],
    ])
  })

  it('and text stay within 4 KB, whole items and lines only', () => {
    const many = Array.from({ length: 60 }, (_, index) => ({
      ...healthy,
      endpoint: { ...healthy.endpoint, host: `${'long-name-'.repeat(5)}${index}.example.com` },
    }))
    const { perfdata, further } = pluginOutput(nagios({ ...quiet, endpoints: many }))
    expect(perfdata.length).toBeGreaterThan(4)
    expect(further.length).toBeGreaterThan(0)
  })
})

describe('the status line', () => {
  it('is one line without a bar, and not longer than a message may be', () => {
    const line = statusLine('UNKNOWN', `no | such\nthing ${'x'.repeat(400)}`)
    expect(line).toMatch(/^MAIL UNKNOWN: no \u00a6 such thing x+\.\.\.$/)
    expect([...line].length).toBe(240)
  })
})

describe('metrics', () => {
  it('tell two places of one finding apart and give nothing twice', () => {
    if (someFinding === undefined) throw new Error('The hostile diagnosis has no finding')
    const series = exposition(
      metrics({ ...quiet, findings: [someFinding, someFinding], endpoints: [healthy, healthy] }),
    )
    expect(series.filter(({ name }) => name === 'mailadvise_finding')).toHaveLength(1)
    expect(series.filter(({ name }) => name === 'mailadvise_endpoint_ok')).toHaveLength(1)
  })

  it('leave out what is not known', () => {
    const { tls: _, ...withoutTls } = healthy
    const names = exposition(metrics({ ...quiet, endpoints: [withoutTls] })).map(({ name }) => name)
    expect(names.filter((name) => /tls|certificate/.test(name))).toEqual([])
  })
})

/** Programs that know the formats better than the readers above, where they are installed. */
const checkers: readonly [string, string, readonly string[]][] = [
  ['promtool (Prometheus text format)', 'promtool', ['check', 'metrics']],
  [
    'prometheus_client (OpenMetrics)',
    '/usr/bin/python3',
    [
      '-c',
      'import sys; from prometheus_client.openmetrics.parser import *; print(len(list(text_string_to_metric_families(sys.stdin.read()))))',
    ],
  ],
]

function canRun(command: string): boolean {
  if (command === 'promtool') return spawnSync(command, ['--version']).status === 0
  return spawnSync(command, ['-c', 'import prometheus_client']).status === 0
}

describe.each(checkers)('%s', (_, command, args) => {
  it.skipIf(!canRun(command)).each([
    ['hostile', hostileDiagnosis],
    ['full of what ends a value', saying(hostileDiagnosis, breaking)],
    ['healthy', quiet],
  ])('accepts the metrics of a diagnosis that is %s', (_, document) => {
    const { status, stdout, stderr } = spawnSync(command, args, {
      input: metrics(document),
      encoding: 'utf8',
    })
    expect({ status, stderr: stderr.trim() }).toEqual({ status: 0, stderr: '' })
    if (command !== 'promtool') expect(Number(stdout)).toBeGreaterThan(5)
  })

  it.skipIf(!canRun(command))('would refuse a text that is broken', () => {
    const broken = metrics(quiet).replace('mailadvise_conclusive{', 'mailadvise_conclusive{{')
    expect(spawnSync(command, args, { input: broken }).status).not.toBe(0)
  })
})
