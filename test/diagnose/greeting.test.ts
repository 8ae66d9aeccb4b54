import { describe, expect, test } from 'vitest'
import { clientApopMisdetect } from '../../src/diagnose/checks/client-apop-misdetect.js'
import { greetingBye } from '../../src/diagnose/checks/greeting-bye.js'
import { greetingNone } from '../../src/diagnose/checks/greeting-none.js'
import { greetingSlow } from '../../src/diagnose/checks/greeting-slow.js'
import { preauthCleartext } from '../../src/diagnose/checks/preauth-cleartext.js'
import type { EndpointProbe, GreetingStatus } from '../../src/model/index.js'
import { type Case, type Different, failure, judge, look, probeOf } from './literal-probe.js'

const healthy = probeOf()
const refused = probeOf({ fails: ['tcp', failure('refused')] })

function greeted(status: GreetingStatus, text: string, different: Different = {}): EndpointProbe {
  return probeOf({ greeting: { status, text, insideTls: different.port !== 143 }, ...different })
}

function slow(ms: number): EndpointProbe {
  const phases = healthy.phases.map((phase) => (phase.name === 'greeting' ? { ...phase, ms } : phase))
  return { ...healthy, phases }
}

const noTls = look('tls-look', { outcome: 'failed', failure: failure('timed-out') })
const silent143 = probeOf({ port: 143, fails: ['greeting', failure('timed-out')], followUps: [noTls] })
const byeWords = 'Too many connections'
const bye = greeted('bye', byeWords, { fails: ['greeting', failure('bye', { serverText: byeWords })] })
const preauth = (different: Different = {}) =>
  greeted('preauth', 'signed in', { port: 143, fails: ['greeting', failure('preauth')], ...different })
const pop3 = (text: string) => greeted('ok', text, { port: 995 })

const cases: Case[] = [
  {
    check: greetingBye,
    when: 'the greeting is BYE',
    probes: [bye],
    says: {
      args: { serverText: byeWords },
      certainty: 'certain',
      evidence: [{ text: byeWords, from: 'server', phase: 'greeting' }],
    },
  },
  {
    check: greetingNone,
    when: 'the port hangs up and another one says BYE',
    probes: [bye, probeOf({ port: 995, fails: ['greeting', failure('closed')] })],
    says: 'passed',
  },
  { check: greetingBye, when: 'all is well', probes: [healthy], says: 'passed' },
  { check: greetingBye, when: 'nothing was greeted', probes: [refused], says: 'not-applicable' },
  {
    check: greetingNone,
    when: 'nothing is said inside TLS',
    probes: [probeOf({ fails: ['greeting', failure('timed-out')] })],
    says: { certainty: 'certain' },
  },
  {
    check: greetingNone,
    when: 'the server hangs up after TLS',
    probes: [probeOf({ fails: ['greeting', failure('closed')] })],
    says: { certainty: 'certain' },
  },
  { check: greetingNone, when: 'a silent port speaks no TLS either', probes: [silent143], says: {} },
  {
    check: greetingNone,
    when: 'the first command gets no answer',
    probes: [probeOf({ fails: ['capability', failure('timed-out')] })],
    says: {},
  },
  {
    check: greetingNone,
    when: 'a silent port wants TLS',
    probes: [
      probeOf({
        security: 'starttls',
        fails: ['greeting', failure('timed-out')],
        followUps: [look('tls-look', { tls: healthy.tls as NonNullable<EndpointProbe['tls']> })],
      }),
    ],
    says: 'passed',
  },
  {
    check: greetingNone,
    when: 'TLS itself failed',
    probes: [probeOf({ fails: ['tls', failure('timed-out')] })],
    says: 'passed',
  },
  { check: greetingNone, when: 'nothing was reached', probes: [refused], says: 'not-applicable' },
  { check: greetingSlow, when: 'it took 5.3 s', probes: [slow(5_300)], says: { args: { seconds: 5.3 } } },
  { check: greetingSlow, when: 'it took 9 s', probes: [slow(9_000)], says: { severity: 'degraded' } },
  { check: greetingSlow, when: 'it took 4.9 s', probes: [slow(4_900)], says: 'passed' },
  { check: greetingSlow, when: 'none came', probes: [silent143], says: 'not-applicable' },
  { check: preauthCleartext, when: 'it came in clear', probes: [preauth()], says: { certainty: 'certain' } },
  {
    check: preauthCleartext,
    when: 'the relay is on this machine',
    probes: [preauth({ host: 'localhost' })],
    says: { severity: 'note' },
  },
  { check: preauthCleartext, when: 'it came inside TLS', probes: [greeted('preauth', 'hi')], says: 'passed' },
  { check: preauthCleartext, when: 'it is POP3', probes: [pop3('ready')], says: 'not-applicable' },
  {
    check: clientApopMisdetect,
    when: 'the brackets hold a host',
    probes: [pop3('ready <a.b.c>')],
    says: { args: { text: '<a.b.c>' }, certainty: 'certain' },
  },
  {
    check: clientApopMisdetect,
    when: 'the brackets hold an address',
    probes: [pop3('ask <postmaster@demo.example>')],
    says: { certainty: 'possible' },
  },
  {
    check: clientApopMisdetect,
    when: 'it is a timestamp',
    probes: [pop3('ready <1896.697@demo.example>')],
    says: 'passed',
  },
  { check: clientApopMisdetect, when: 'there are no brackets', probes: [pop3('ready')], says: 'passed' },
  { check: clientApopMisdetect, when: 'it is IMAP', probes: [healthy], says: 'not-applicable' },
]

describe('checks of the greeting', () => {
  test.each(cases.map((one) => [one.check.id, one.when, one] as const))('%s when %s', (_, __, one) => {
    const said = judge(one.check, ...one.probes)
    if (typeof one.says === 'string') expect(said).toBe(one.says)
    else expect(said).toEqual([expect.objectContaining(one.says)])
  })

  test('a port that hangs up inside TLS is counted to the one that says BYE', () => {
    const silent = probeOf({ port: 995, fails: ['greeting', failure('closed')] })
    const found = judge(greetingBye, bye, silent)
    expect(found).toMatchObject([
      { certainty: 'certain' },
      { certainty: 'likely', args: { serverText: byeWords } },
    ])
    expect(judge(greetingBye, silent)).toBe('not-applicable')
  })
})
