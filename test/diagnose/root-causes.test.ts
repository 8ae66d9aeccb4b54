import { describe, expect, it } from 'vitest'
import { loadFinding } from '../../src/catalogue/data.js'
import { diagnose } from '../../src/diagnose/diagnose.js'
import { foldIntoRootCauses } from '../../src/diagnose/root-causes.js'
import type { Endpoint, Finding, FindingText, Severity } from '../../src/model/index.js'
import { healthy } from '../advise/probes.js'

const at = (port: number): Endpoint => ({ protocol: 'imap', host: 'mail.example.com', port, security: 'tls' })

function finding(id: string, endpoint?: Endpoint, severity: Severity = 'blocker'): Finding {
  return {
    id,
    stage: 'tls',
    family: 'tls-mode',
    severity,
    ...(endpoint && { endpoint }),
    args: {},
    evidence: [],
    title: id,
    cause: id,
    fix: [],
    certainty: 'certain',
    rootCause: id,
  }
}

/** Texts of which only the explanations matter here. */
const explaining = (map: Record<string, string[]>) => (id: string) =>
  ({ id, explains: map[id] ?? [] }) as unknown as FindingText

const ids = (findings: readonly Finding[]) => findings.map(({ id, rootCause }) => `${id}<${rootCause}`)

describe('folding into root causes', () => {
  it('puts a consequence under its cause, also over several steps', () => {
    const texts = explaining({ a: ['b'], b: ['c'] })
    const { findings, rootCauses } = foldIntoRootCauses(
      [finding('c', at(1)), finding('b', at(1)), finding('a', at(1))],
      texts,
    )
    expect(rootCauses).toEqual(['a'])
    expect(ids(findings)).toEqual(['a<a', 'c<a', 'b<a'])
  })

  it('keeps findings of different endpoints apart, unless one speaks of the whole account', () => {
    const texts = explaining({ a: ['b'] })
    expect(foldIntoRootCauses([finding('a', at(1)), finding('b', at(2))], texts).rootCauses).toEqual([
      'a',
      'b',
    ])
    expect(foldIntoRootCauses([finding('a'), finding('b', at(2))], texts).rootCauses).toEqual(['a'])
  })

  it('loses nothing in a circle, nor over an account finding in between', () => {
    const circle = explaining({ a: ['b'], b: ['a'] })
    expect(foldIntoRootCauses([finding('a'), finding('b')], circle).findings).toHaveLength(2)
    const chain = explaining({ r: ['m'], m: ['y'] })
    const all = [finding('r', at(1)), finding('m'), finding('y', at(2))]
    expect(foldIntoRootCauses(all, chain).findings).toHaveLength(3)
  })

  it('never takes what is milder for the cause of what is graver', () => {
    const texts = explaining({ a: ['b'] })
    const all = [finding('a', at(1), 'degraded'), finding('b', at(1))]
    expect(foldIntoRootCauses(all, texts).rootCauses).toEqual(['b', 'a'])
  })

  it('orders the gravest first', () => {
    const texts = explaining({})
    const all = [finding('n', at(1), 'note'), finding('d', at(1), 'degraded'), finding('b', at(1))]
    expect(foldIntoRootCauses(all, texts).rootCauses).toEqual(['b', 'd', 'n'])
  })
})

describe('a check that breaks', () => {
  it('is a result of its own, and what it found elsewhere stays', () => {
    const probes = [healthy('imap', []), healthy('pop3', [])]
    const text = loadFinding('cert-expired') as FindingText
    const { findings, checks } = diagnose({
      endpoints: probes,
      startedAt: '2026-01-01T00:00:00Z',
      textOf: () => text,
      checks: [
        {
          id: 'cert-expired',
          scope: 'endpoint',
          judge(view) {
            if (view.endpoint.protocol === 'imap') throw new Error('broken on purpose')
            return { evidence: [], certainty: 'certain' }
          },
        },
      ],
    })
    expect(checks).toEqual([{ id: 'cert-expired', outcome: 'errored', message: 'broken on purpose' }])
    expect(findings.map(({ endpoint }) => endpoint?.protocol)).toEqual(['pop3'])
  })
})
