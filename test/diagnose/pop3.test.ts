import { describe, expect, test } from 'vitest'
import { loadResponses } from '../../src/catalogue/data.js'
import { pop3CapabilityMissing } from '../../src/diagnose/checks/pop3-capability-missing.js'
import { pop3Expires } from '../../src/diagnose/checks/pop3-expires.js'
import { pop3GmailHidesFetched } from '../../src/diagnose/checks/pop3-gmail-hides-fetched.js'
import { pop3LoginDelay } from '../../src/diagnose/checks/pop3-login-delay.js'
import { pop3NoUidl } from '../../src/diagnose/checks/pop3-no-uidl.js'
import { EndpointView } from '../../src/diagnose/view.js'
import type { UidlFacts } from '../../src/model/index.js'
import { at, type Case, type Different, failure, judge, probeOf } from './literal-probe.js'

const full = ['TOP', 'UIDL', 'USER', 'SASL PLAIN']

function pop3(afterTls: string[], uidl?: UidlFacts, different: Different = {}) {
  return probeOf({
    port: 995,
    capabilities: { afterTls },
    ...(uidl && { session: { uidl } }),
    ...different,
  })
}

const imap = probeOf()
const noCapa = probeOf({ port: 995 })
const refused = probeOf({ port: 995, fails: ['tcp', failure('refused')] })

const cases: Case[] = [
  { check: pop3NoUidl, when: 'it is not listed', probes: [pop3(['TOP'])], says: { certainty: 'likely' } },
  {
    check: pop3NoUidl,
    when: 'it is listed and refused',
    probes: [pop3(full, { answered: false })],
    says: { certainty: 'certain' },
  },
  {
    check: pop3NoUidl,
    when: 'one number comes twice',
    probes: [pop3(full, { answered: true, unique: false })],
    says: { certainty: 'certain' },
  },
  {
    check: pop3NoUidl,
    when: 'the numbers change within the session',
    probes: [pop3(full, { answered: true, unique: true, stable: false })],
    says: { certainty: 'certain' },
  },
  {
    check: pop3NoUidl,
    when: 'it is unlisted and works',
    probes: [pop3(['TOP'], { answered: true, unique: true })],
    says: 'passed',
  },
  { check: pop3NoUidl, when: 'it is listed', probes: [pop3(full)], says: 'passed' },
  { check: pop3NoUidl, when: 'it is IMAP', probes: [imap], says: 'not-applicable' },
  { check: pop3NoUidl, when: 'there is no CAPA', probes: [noCapa], says: 'not-applicable' },
  {
    check: pop3CapabilityMissing,
    when: 'there is no CAPA',
    probes: [noCapa],
    says: { certainty: 'certain' },
  },
  {
    check: pop3CapabilityMissing,
    when: 'UIDL works unlisted',
    probes: [pop3(['TOP'], { answered: true })],
    says: { certainty: 'certain' },
  },
  { check: pop3CapabilityMissing, when: 'neither TOP nor UIDL', probes: [pop3(['USER'])], says: {} },
  { check: pop3CapabilityMissing, when: 'only UIDL is missing', probes: [pop3(['TOP'])], says: 'passed' },
  { check: pop3CapabilityMissing, when: 'all is listed', probes: [pop3(full)], says: 'passed' },
  { check: pop3CapabilityMissing, when: 'nothing was asked', probes: [refused], says: 'not-applicable' },
  {
    check: pop3Expires,
    when: 'it says 0',
    probes: [pop3([...full, 'EXPIRE 0'])],
    says: { args: { days: 0 }, severity: 'degraded' },
  },
  {
    check: pop3Expires,
    when: 'it says 30 for some users',
    probes: [pop3([...full, 'EXPIRE 30 USER'])],
    says: { args: { days: 30 } },
  },
  { check: pop3Expires, when: 'it says NEVER', probes: [pop3([...full, 'EXPIRE NEVER'])], says: 'passed' },
  { check: pop3Expires, when: 'there is no CAPA', probes: [noCapa], says: 'not-applicable' },
  {
    check: pop3LoginDelay,
    when: 'it says 300',
    probes: [pop3([...full, 'LOGIN-DELAY 300'])],
    says: { args: { seconds: 300, minutes: 5 } },
  },
  {
    check: pop3LoginDelay,
    when: 'a Courier says 10',
    probes: [pop3([...full, 'LOGIN-DELAY 10'])],
    says: 'passed',
  },
  { check: pop3LoginDelay, when: 'it is IMAP', probes: [imap], says: 'not-applicable' },
]

describe('checks of POP3 that matter to the advice', () => {
  test.each(cases.map((one) => [one.check.id, one.when, one] as const))('%s when %s', (_, __, one) => {
    const said = judge(one.check, ...one.probes)
    if (typeof one.says === 'string') expect(said).toBe(one.says)
    else expect(said).toEqual([expect.objectContaining(one.says)])
  })

  test.each<[string, Different, unknown]>([
    ['by its name', { host: 'pop.gmail.com' }, expect.objectContaining({ certainty: 'likely' })],
    [
      'by its greeting',
      { greeting: { status: 'ok', text: 'Gpop ready for requests from 192.0.2.1', insideTls: true } },
      expect.objectContaining({ certainty: 'likely' }),
    ],
    ['not in other hosts', {}, undefined],
    ['not in names that only look alike', { host: 'pop.notgmail.com' }, undefined],
    ['not without a greeting', { fails: ['tcp', failure('refused')] }, 'not-applicable'],
  ])('pop3-gmail-hides-fetched knows Gmail %s', (_, different, said) => {
    const view = new EndpointView(pop3(full, undefined, different), at, { responses: loadResponses() })
    expect(pop3GmailHidesFetched.judge(view)).toEqual(said)
  })
})
