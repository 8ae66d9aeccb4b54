import { describe, expect, test } from 'vitest'
import { authMechAdvertisedBroken } from '../../src/diagnose/checks/auth-mech-advertised-broken.js'
import { capabilityLies } from '../../src/diagnose/checks/capability-lies.js'
import { clientIrWithoutSaslIr } from '../../src/diagnose/checks/client-ir-without-sasl-ir.js'
import { idleDropped } from '../../src/diagnose/checks/idle-dropped.js'
import { imapNotOffered } from '../../src/diagnose/checks/imap-not-offered.js'
import { pop3NotOffered } from '../../src/diagnose/checks/pop3-not-offered.js'
import { misspeltIn } from '../../src/diagnose/derive/capabilities.js'
import type { CapabilitySets, EndpointProbe } from '../../src/model/index.js'
import { type Case, type Different, failure, judge, probeOf } from './literal-probe.js'

const inside = ['IMAP4rev1', 'SASL-IR', 'IDLE', 'AUTH=PLAIN']

const listing = (capabilities: CapabilitySets, different: Different = {}) =>
  probeOf({ capabilities, ...different })

/** A probe that signed in. */
function signedIn(probe: EndpointProbe): EndpointProbe {
  return { ...probe, phases: [...probe.phases, { name: 'login', outcome: 'observed', ms: 1 }] }
}

const refused = (port: number, different: Different = {}) =>
  probeOf({ port, asked: 'standard', fails: ['tcp', failure('refused')], ...different })
const up = (port: number) => probeOf({ port, asked: 'standard' })
const nothing = probeOf({ fails: ['tcp', failure('refused')] })

const cases: Case[] = [
  {
    check: idleDropped,
    when: 'the connection was closed in IDLE',
    probes: [probeOf({ session: { idle: { entered: true, ms: 3, heldMs: 30_200, dropped: true } } })],
    says: { certainty: 'certain', args: { seconds: 30 } },
  },
  {
    check: idleDropped,
    when: 'IDLE was held',
    probes: [probeOf({ session: { idle: { entered: true, ms: 3, heldMs: 30_200, dropped: false } } })],
    says: 'passed',
  },
  {
    check: idleDropped,
    when: 'IDLE was only entered',
    probes: [probeOf({ session: { idle: { entered: true, ms: 3 } } })],
    says: 'not-applicable',
  },
  {
    check: capabilityLies,
    when: 'SASL_IR is listed',
    probes: [listing({ afterTls: ['IMAP4rev1', 'SASL_IR', 'AUTH=PLAIN'] })],
    says: { certainty: 'certain' },
  },
  {
    check: capabilityLies,
    when: 'IDLE is gone after signing in',
    probes: [listing({ afterTls: inside, afterLogin: ['IMAP4rev1', 'UIDPLUS'] })],
    says: { certainty: 'certain' },
  },
  {
    check: capabilityLies,
    when: 'IMAP4rev2 stands for IDLE',
    probes: [listing({ afterTls: inside, afterLogin: ['IMAP4rev2'] })],
    says: 'passed',
  },
  {
    check: capabilityLies,
    when: 'the greeting announces more than the list',
    probes: [listing({ greeting: [...inside, 'AUTH=CRAM-MD5'], afterTls: inside })],
    says: {},
  },
  {
    check: capabilityLies,
    when: 'the greeting announces less',
    probes: [listing({ greeting: ['IMAP4rev1'], afterTls: inside })],
    says: 'passed',
  },
  {
    check: capabilityLies,
    when: 'LOGINDISABLED stands beside AUTH=PLAIN in clear',
    probes: [listing({ beforeTls: ['IMAP4rev1', 'STARTTLS', 'LOGINDISABLED', 'AUTH=PLAIN'] }, { port: 143 })],
    says: {},
  },
  {
    check: capabilityLies,
    when: 'no version is listed',
    probes: [listing({ afterTls: ['IDLE'] })],
    says: { severity: 'degraded' },
  },
  {
    check: capabilityLies,
    when: 'POP3 lists STARTTLS',
    probes: [listing({ beforeTls: ['UIDL', 'STARTTLS'] }, { port: 110 })],
    says: {},
  },
  {
    check: capabilityLies,
    when: 'a Courier lists what it has',
    probes: [
      listing({ afterTls: ['IMAP4rev1', 'UIDPLUS', 'CHILDREN', 'NAMESPACE', 'IDLE', 'ACL2=UNION'] }),
      listing({ afterTls: ['SASL LOGIN', 'TOP', 'USER', 'LOGIN-DELAY 10', 'UIDL'] }, { port: 995 }),
    ],
    says: 'passed',
  },
  { check: capabilityLies, when: 'there are no lists', probes: [nothing], says: 'not-applicable' },
  {
    check: authMechAdvertisedBroken,
    when: 'CRAM-MD5 stands beside a password that works',
    probes: [signedIn(listing({ afterTls: [...inside, 'AUTH=CRAM-MD5'] }))],
    says: { args: expect.objectContaining({ mechanisms: ['CRAM-MD5'] }), certainty: 'possible' },
  },
  {
    check: authMechAdvertisedBroken,
    when: 'the greeting offers APOP',
    probes: [
      signedIn(
        listing(
          { afterTls: ['USER'] },
          { port: 995, greeting: { status: 'ok', text: 'hi <1.2@demo.example>', insideTls: true } },
        ),
      ),
    ],
    says: { args: expect.objectContaining({ mechanisms: ['APOP'] }) },
  },
  {
    check: authMechAdvertisedBroken,
    when: 'only PLAIN is offered',
    probes: [signedIn(listing({ afterTls: inside }))],
    says: 'passed',
  },
  {
    check: authMechAdvertisedBroken,
    when: 'nobody signed in',
    probes: [listing({ afterTls: [...inside, 'AUTH=CRAM-MD5'] })],
    says: 'not-applicable',
  },
  {
    check: clientIrWithoutSaslIr,
    when: 'SASL-IR is missing',
    probes: [listing({ afterTls: ['IMAP4rev1', 'AUTH=PLAIN'] })],
    says: { certainty: 'certain' },
  },
  {
    check: clientIrWithoutSaslIr,
    when: 'it is there',
    probes: [listing({ afterTls: inside })],
    says: 'passed',
  },
  {
    check: clientIrWithoutSaslIr,
    when: 'IMAP4rev2 contains it',
    probes: [listing({ afterTls: ['IMAP4rev2', 'AUTH=PLAIN'] })],
    says: 'passed',
  },
  { check: clientIrWithoutSaslIr, when: 'it is POP3', probes: [up(995)], says: 'not-applicable' },
  {
    check: pop3NotOffered,
    when: 'both ports refuse and IMAP greets',
    probes: [up(993), refused(995), refused(110)],
    says: { certainty: 'likely' },
  },
  {
    check: pop3NotOffered,
    when: 'the user named the ports',
    probes: [up(993), refused(995, { asked: 'named' }), refused(110, { asked: 'named' })],
    says: { severity: 'blocker' },
  },
  {
    check: pop3NotOffered,
    when: 'one of two ports is closed',
    probes: [up(993), up(995), refused(110)],
    says: 'passed',
  },
  {
    check: pop3NotOffered,
    when: 'one port only was asked',
    probes: [up(993), refused(995)],
    says: 'not-applicable',
  },
  {
    check: pop3NotOffered,
    when: 'nothing answers at all',
    probes: [refused(993), refused(995), refused(110)],
    says: 'not-applicable',
  },
  {
    check: imapNotOffered,
    when: 'both ports keep silent and POP3 greets',
    probes: [
      up(995),
      refused(993, { fails: ['tcp', failure('timed-out')] }),
      refused(143, { fails: ['tcp', failure('timed-out')] }),
    ],
    says: { certainty: 'possible' },
  },
  {
    check: imapNotOffered,
    when: 'IMAP answers on another host',
    probes: [up(995), up(993)],
    says: 'not-applicable',
  },
]

describe('checks of what the server says that it can do', () => {
  test.each(cases.map((one) => [one.check.id, one.when, one] as const))('%s when %s', (_, __, one) => {
    const said = judge(one.check, ...one.probes)
    if (typeof one.says === 'string') expect(said).toBe(one.says)
    else expect(said).toEqual([expect.objectContaining(one.says)])
  })
})

describe('misspelt capabilities', () => {
  test.each([
    [['SASL_IR'], 'imap', ['SASL-IR']],
    [['SASL_IR', 'SASL-IR'], 'imap', []],
    [['START-TLS'], 'imap', ['STARTTLS']],
    [['STARTTLS'], 'pop3', ['STLS']],
    [['RESP_CODES'], 'pop3', ['RESP-CODES']],
    [['IMAP4REV1', 'LITERAL-', 'X-REPLICATION', 'SORT', 'ESORT', 'THREAD=REFS', 'I18NLEVEL=1'], 'imap', []],
    [['EXPIRE 30', 'LOGIN-DELAY 900 USER', 'SASL PLAIN', 'IMPLEMENTATION x'], 'pop3', []],
  ] as const)('%s in %s', (list, protocol, meant) => {
    expect(misspeltIn(list, protocol).map(({ means }) => means)).toEqual(meant)
  })
})
