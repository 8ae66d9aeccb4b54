import { describe, expect, it } from 'vitest'
import { confirm } from '../../src/advise/confirmation.js'
import { mergeFacts, serverFactsFrom } from '../../src/advise/server-facts.js'
import type { Answers, Confirmation, EndpointProbe, SetupId } from '../../src/model/index.js'
import { failed, healthy, unverified } from './probes.js'
import { advisor, familyOf } from './space.js'

const imap = healthy('imap', ['IMAP4rev1', 'IDLE', 'SPECIAL-USE', 'QUOTA'])
const pop3 = healthy('pop3', ['UIDL', 'TOP'])
const noImap = failed('imap', 'tcp', 'refused')
const noPop3 = failed('pop3', 'tcp', 'refused')

function judged(answers: Answers, probes: EndpointProbe[]): Confirmation & { choice: SetupId } {
  const { facts } = mergeFacts(answers, serverFactsFrom(probes))
  const after = advisor.choose(facts)
  const confirmation = confirm({
    before: advisor.choose(answers),
    after,
    family: familyOf(after),
    fired: advisor.firedRules(facts),
    facts,
    probes,
    inconclusive: false,
  })
  return { ...confirmation, choice: after }
}

const twoPlaces: Answers = { places: ['computer', 'phone'] }
const copies: Answers = { readers: 'several-people', 'team-style': 'copy-each' }

describe('the server confirms', () => {
  it('IMAP for two places, with what the user gains', () => {
    const { verdict, gains, limits } = judged(twoPlaces, [imap, pop3])
    expect(verdict).toBe('confirmed')
    expect(limits).toEqual([])
    expect(gains.map((gain) => gain.rule)).toEqual(
      expect.arrayContaining(['imap-idle-offered', 'special-use-offered', 'quota-offered']),
    )
  })

  it('leaving mail on a server with UIDL', () => {
    expect(judged(copies, [imap, pop3])).toMatchObject({
      verdict: 'confirmed',
      choice: 'pop-leave-on-server',
    })
  })

  it('with limits where EXPIRE gives few days, and the setting keeps within them', () => {
    const short = healthy('pop3', ['UIDL', 'EXPIRE 5'])
    expect(judged(copies, [imap, short]).verdict).toBe('confirmed-with-limits')
    const { facts } = mergeFacts(copies, serverFactsFrom([imap, short]))
    const days = advisor.recommend(facts).settings.find((setting) => setting.id === 'leave-on-server-days')
    expect(days?.value).toBe(5)
  })
})

describe('the server overturns', () => {
  it('leaving mail where UIDL is missing', () => {
    const { choice, changedFrom } = judged(copies, [imap, healthy('pop3', ['TOP'])])
    expect({ choice, changedFrom }).toEqual({ choice: 'imap', changedFrom: 'pop-leave-on-server' })
  })

  it('leaving mail where EXPIRE is 0', () => {
    expect(judged(copies, [imap, healthy('pop3', ['UIDL', 'EXPIRE 0'])])).toMatchObject({
      choice: 'imap',
      changedFrom: 'pop-leave-on-server',
    })
  })

  it('IMAP for two places where there is none: leave mail on the server', () => {
    expect(judged(twoPlaces, [noImap, pop3])).toMatchObject({
      choice: 'pop-leave-on-server',
      changedFrom: 'imap',
      verdict: 'confirmed',
    })
  })

  it('POP where only IMAP is there', () => {
    const { choice, changedFrom } = judged({ places: ['computer'], 'own-copy': true }, [imap, noPop3])
    expect({ choice, changedFrom }).toEqual({ choice: 'imap-local-archive', changedFrom: 'pop' })
  })

  it('everything for two places where POP can give mail to one only', () => {
    const { choice, verdict } = judged(twoPlaces, [noImap, healthy('pop3', ['EXPIRE 0'])])
    expect({ choice, verdict }).toEqual({ choice: 'neither', verdict: 'not-supported' })
  })

  it('a near tie where only the other protocol has verified TLS', () => {
    const { choice, verdict } = judged({ places: ['computer'] }, [unverified(imap), pop3])
    expect({ choice, verdict }).toEqual({ choice: 'pop', verdict: 'confirmed' })
  })
})

describe('the server does not support', () => {
  it('IMAP whose certificate does not verify, however clear the advice is', () => {
    const { choice, verdict, limits } = judged(twoPlaces, [unverified(imap), pop3])
    expect({ choice, verdict }).toEqual({ choice: 'imap', verdict: 'not-supported' })
    expect(limits).toContainEqual(expect.objectContaining({ rule: 'imap-tls-unverified', blocking: true }))
  })

  it('anything when nothing answers: the advice stays, and a blocking limit says that nothing is known', () => {
    const { choice, verdict, changedFrom, limits } = judged(twoPlaces, [noImap, noPop3])
    expect({ choice, verdict, changedFrom }).toEqual({
      choice: 'imap',
      verdict: 'not-tested',
      changedFrom: undefined,
    })
    expect(limits).toEqual([expect.objectContaining({ rule: 'server-silent', blocking: true })])
  })
})

describe('an endpoint that greeted and then failed', () => {
  const broken = (cause: 'injected-data' | 'closed') =>
    healthy('imap', [], {
      phases: [
        { name: 'greeting', outcome: 'observed', ms: 1 },
        { name: 'starttls', outcome: 'failed', ms: 1, failure: { cause, message: cause } },
      ],
    })

  it.each(['injected-data', 'closed'] as const)('does not confirm anything (%s)', (cause) => {
    const { verdict, limits } = judged(twoPlaces, [broken(cause), pop3])
    expect(verdict).toBe('not-supported')
    expect(limits.map((limit) => limit.rule)).toContain('imap-not-usable')
  })

  it('does not spoil another endpoint of the protocol that works', () => {
    expect(judged(twoPlaces, [broken('closed'), imap]).verdict).toBe('confirmed')
  })
})

describe('a refused sign-in', () => {
  it('is a limit that stands against no protocol', () => {
    const refused = healthy('imap', ['IMAP4rev1'], {
      phases: [
        { name: 'greeting', outcome: 'observed', ms: 1 },
        {
          name: 'login',
          outcome: 'failed',
          ms: 1,
          failure: { cause: 'sign-in-refused', message: 'refused' },
        },
      ],
    })
    const { verdict, limits } = judged(twoPlaces, [refused])
    expect(verdict).toBe('confirmed-with-limits')
    expect(limits.map(({ rule, blocking }) => [rule, blocking])).toEqual([['sign-in-refused', false]])
  })
})

describe('not tested', () => {
  it('is said when no endpoint of the chosen protocol was named', () => {
    const { verdict, limits } = judged(twoPlaces, [pop3])
    expect(verdict).toBe('not-tested')
    expect(limits).toContainEqual(expect.objectContaining({ rule: 'imap-not-probed' }))
  })

  it('is said when the answer needs no mail protocol', () => {
    expect(judged({ places: ['shared-computer'] }, [imap, pop3]).verdict).toBe('not-tested')
  })
})
