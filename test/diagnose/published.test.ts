import { describe, expect, test } from 'vitest'
import { judge } from '../../src/app/diagnose.js'
import type {
  Candidate,
  DiagnosisDocument,
  DiscoveryResult,
  EndpointProbe,
  SourceName,
} from '../../src/model/index.js'
import { at, failure, probeOf, tlsOf } from './literal-probe.js'

const domain = 'demo.example'

/** What a search says that found these places. */
function discoveryOf(
  probes: readonly EndpointProbe[],
  sourceOf: (probe: EndpointProbe) => SourceName,
  outcomes: Partial<Record<SourceName, 'found' | 'nothing'>> = {},
): DiscoveryResult {
  const candidates = probes.map(
    (probe): Candidate => ({ endpoint: probe.endpoint, source: sourceOf(probe), trust: 'provider' }),
  )
  const sources = Object.entries(outcomes).map(([source, outcome]) => ({
    source: source as SourceName,
    asked: source,
    outcome,
    trust: 'provider' as const,
    ms: 1,
  }))
  return { domain, candidates, sources, closed: [], disagreements: [] }
}

function diagnosed(probes: EndpointProbe[], discovery: DiscoveryResult): DiagnosisDocument {
  return judge({
    kind: 'probe',
    schemaVersion: 1,
    tool: { name: 'mailadvise', version: '0.0.0' },
    request: { targets: [`@${domain}`], startedAt: at.toISOString(), timeoutMs: 1_000, notes: [] },
    environment: {} as DiagnosisDocument['environment'],
    endpoints: probes,
    discovery,
  })
}

const works = probeOf({ asked: 'discovered' })
const dead = (different: Parameters<typeof probeOf>[0] = {}) =>
  probeOf({
    asked: 'discovered',
    host: `old.${domain}`,
    fails: ['dns', failure('name-not-found')],
    ...different,
  })
const said = ({ findings }: DiagnosisDocument, id: string) =>
  findings.filter((one) => one.id === id).map(({ severity, rootCause }) => [severity, rootCause])

describe('a place that only a search found, and that does not exist', () => {
  test('is no blocker where another source names one that works, and is explained by what named it', () => {
    const probes = [works, dead()]
    const document = diagnosed(
      probes,
      discoveryOf(probes, (one) => (one === works ? 'autoconfig' : 'srv')),
    )
    expect(document.rootCauses).toEqual(['autoconfig-wrong-guess'])
    expect(said(document, 'dns-name-not-found')).toEqual([['degraded', 'autoconfig-wrong-guess']])
  })

  test('is a blocker where nothing else works', () => {
    const probes = [dead()]
    const document = diagnosed(
      probes,
      discoveryOf(probes, () => 'srv'),
    )
    expect(said(document, 'autoconfig-wrong-guess')).toEqual([['blocker', 'autoconfig-wrong-guess']])
    expect(said(document, 'dns-name-not-found')).toEqual([['blocker', 'autoconfig-wrong-guess']])
  })

  test('is a blocker where another one works by the other protocol alone', () => {
    const probes = [works, dead({ port: 995 })]
    const document = diagnosed(
      probes,
      discoveryOf(probes, () => 'srv'),
    )
    expect(said(document, 'dns-name-not-found')[0]?.[0]).toBe('blocker')
  })

  test('is a blocker where one protocol of the same host has nothing else', () => {
    const probes = [works, dead(), dead({ port: 995 })]
    const document = diagnosed(
      probes,
      discoveryOf(probes, () => 'srv'),
    )
    expect(said(document, 'dns-name-not-found')[0]?.[0]).toBe('blocker')
  })

  test('is a blocker where the other one shows a certificate that does not verify', () => {
    const wrong = probeOf({
      asked: 'discovered',
      tls: tlsOf({ names: ['other.example'] }, 'ERR_TLS_CERT_ALTNAME_INVALID'),
    })
    const probes = [wrong, dead()]
    const document = diagnosed(
      probes,
      discoveryOf(probes, () => 'srv'),
    )
    expect(said(document, 'dns-name-not-found')[0]?.[0]).toBe('blocker')
  })

  test('stays a blocker where the user typed it', () => {
    const typed = dead({ asked: 'named' })
    const document = diagnosed(
      [works, typed],
      discoveryOf([works], () => 'srv'),
    )
    expect(said(document, 'dns-name-not-found')).toEqual([['blocker', 'dns-name-not-found']])
  })
})

test('a guess that nobody answers costs nothing where another guess works', () => {
  const guessed = probeOf({ asked: 'standard' })
  const silent = probeOf({
    asked: 'standard',
    host: `imap.${domain}`,
    fails: ['tcp', failure('timed-out')],
  })
  const probes = [silent, guessed]
  const document = diagnosed(
    probes,
    discoveryOf(probes, () => 'guess'),
  )
  expect(said(document, 'tcp-timeout')).toEqual([['note', 'tcp-timeout']])
  expect(document.findings.map(({ severity }) => severity)).not.toContain('blocker')
})

describe('servers that are published', () => {
  const probes = [works]
  const byDocument = (outcomes: Partial<Record<SourceName, 'found' | 'nothing'>>) =>
    diagnosed(
      probes,
      discoveryOf(probes, () => 'autoconfig', outcomes),
    )

  test('in one way only are missed by programs that look elsewhere (T010)', () => {
    const document = byDocument({ autoconfig: 'found', srv: 'nothing', 'mx-autoconfig': 'nothing' })
    expect(said(document, 'autoconfig-wrong-guess')).toEqual([['note', 'autoconfig-wrong-guess']])
    expect(document.findings[0]?.args).toMatchObject({
      source: 'the SRV record or the autoconfig document of the MX',
      instead: 'imaps://mail.demo.example:993',
    })
  })

  test('in two ways are found by most', () => {
    const document = byDocument({ autoconfig: 'found', srv: 'found', 'mx-autoconfig': 'nothing' })
    expect(document.findings).toEqual([])
  })

  test('in one way that is also bundled are known', () => {
    const outcomes = { autoconfig: 'found', srv: 'nothing' } as const
    const discovery = discoveryOf(probes, () => 'autoconfig', outcomes)
    expect(diagnosed(probes, { ...discovery, provider: 'posteo' }).findings).toEqual([])
  })
})
