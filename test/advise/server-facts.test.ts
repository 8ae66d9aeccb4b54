import { describe, expect, it } from 'vitest'
import { mergeFacts, serverFactsFrom, serverFactsOf } from '../../src/advise/server-facts.js'
import { loadProvider } from '../../src/catalogue/data.js'
import type { Answers, Provider, SessionFacts } from '../../src/model/index.js'
import { failed, healthy, unverified } from './probes.js'

describe('server facts from a probe', () => {
  it('say what IMAP offers by the list inside TLS', () => {
    const facts = serverFactsFrom([healthy('imap', ['IMAP4rev1', 'idle', 'CONDSTORE', 'QUOTA'])])
    expect(facts).toMatchObject({
      'imap-offered': true,
      'imap-tls': 'verified',
      'imap-idle': true,
      'imap-quick-resync': true,
      'imap-quota': true,
      'imap-special-use': false,
      'imap-capabilities-complete': false,
    })
  })

  it('count what IMAP4rev2 contains as offered', () => {
    expect(serverFactsFrom([healthy('imap', ['IMAP4rev2'])])).toMatchObject({
      'imap-idle': true,
      'imap-move': true,
    })
  })

  it('prefer the list after sign-in, which alone is complete', () => {
    const probe = healthy('imap', ['IMAP4rev1'], {
      capabilities: { afterTls: ['IMAP4rev1'], afterLogin: ['IMAP4rev1', 'IDLE'] },
    })
    expect(serverFactsFrom([probe])).toMatchObject({ 'imap-idle': true, 'imap-capabilities-complete': true })
  })

  it('read EXPIRE and LOGIN-DELAY as numbers, and NEVER as no limit', () => {
    const facts = (...capabilities: string[]) => serverFactsFrom([healthy('pop3', capabilities)])
    expect(facts('UIDL', 'EXPIRE 0', 'LOGIN-DELAY 900 USER')).toMatchObject({
      'pop3-uidl': true,
      'pop3-expire-days': 0,
      'pop3-login-delay-seconds': 900,
    })
    expect(facts('EXPIRE NEVER')).not.toHaveProperty('pop3-expire-days')
    expect(facts('TOP')).toMatchObject({ 'pop3-uidl': false })
  })

  it('believe the UIDL that was answered more than the list', () => {
    const probe = healthy('pop3', ['TOP'], { session: { uidl: { answered: true, unique: true } } })
    expect(serverFactsFrom([probe])['pop3-uidl']).toBe(true)
  })

  it('call a protocol missing only where the server answered by the other one', () => {
    const pop3 = healthy('pop3', ['UIDL'])
    expect(serverFactsFrom([failed('imap', 'tcp', 'refused'), pop3])).toMatchObject({ 'imap-offered': false })
    expect(serverFactsFrom([failed('imap', 'tcp', 'refused')])).not.toHaveProperty('imap-offered')
    expect(serverFactsFrom([failed('imap', 'tls', 'handshake-failed'), pop3])).not.toHaveProperty(
      'imap-offered',
    )
    expect(serverFactsFrom([pop3])).not.toHaveProperty('imap-offered')
  })

  it('take the best of the endpoints of a protocol for TLS', () => {
    const good = healthy('imap', ['IMAP4rev1'])
    expect(serverFactsFrom([unverified(good)])['imap-tls']).toBe('unverified')
    expect(serverFactsFrom([unverified(good), good])['imap-tls']).toBe('verified')
    const { tls: _, ...plain } = good
    expect(serverFactsFrom([plain])['imap-tls']).toBe('none')
  })

  it('never come from a list heard in clear where TLS was to be had', () => {
    const inClear = healthy('pop3', [], { capabilities: { beforeTls: ['UIDL', 'EXPIRE 0'] } })
    expect(serverFactsFrom([inClear, healthy('pop3', ['UIDL'])])).not.toHaveProperty('pop3-expire-days')
    const { tls: _, ...withoutTls } = inClear
    expect(serverFactsFrom([withoutTls])).toMatchObject({ 'pop3-expire-days': 0 })
  })

  it('turn the quota into a share', () => {
    const probe = healthy('imap', [], { session: { quota: { usedBytes: 970, limitBytes: 1000 } } })
    expect(serverFactsFrom([probe])['quota-used-percent']).toBe(97)
  })

  it('believe the IDLE that was entered, refused or dropped more than the list', () => {
    const idle = (facts: object) =>
      serverFactsFrom([
        healthy('imap', ['IMAP4rev1', 'IDLE'], { session: { idle: { entered: true, ...facts } } }),
      ])
    expect(idle({})).toMatchObject({ 'imap-idle': true })
    expect(idle({})).not.toHaveProperty('imap-idle-dropped')
    expect(idle({ entered: false })).toMatchObject({ 'imap-idle': false })
    expect(idle({ dropped: true })).toMatchObject({ 'imap-idle': true, 'imap-idle-dropped': true })
  })

  it('call unique-ids that change none, and a TOP that sends text no TOP', () => {
    const pop3 = (session: SessionFacts) => serverFactsFrom([healthy('pop3', ['UIDL', 'TOP'], { session })])
    const uidl = { answered: true, unique: true, stable: false }
    expect(pop3({ uidl })).toMatchObject({ 'pop3-uidl': false, 'pop3-top': true })
    const top = { answered: true, headerOnly: false }
    expect(pop3({ uidl: { answered: true, unique: true, stable: true }, top })).toMatchObject({
      'pop3-uidl': true,
      'pop3-top': false,
    })
  })

  it('count folders, messages and what POP3 hides', () => {
    const folders = { total: 3, depth: 1, counted: 3, complete: true, inUse: 2, messages: 50_000, roles: [] }
    const imap = healthy('imap', [], { session: { messages: 40_000, folders } })
    const pop3 = healthy('pop3', [], { session: { messages: 40_000, bytes: 4_100_000_000 } })
    expect(serverFactsFrom([imap, pop3])).toMatchObject({
      'inbox-messages': 40_000,
      'folders-in-use': 2,
      'pop3-hidden-percent': 20,
      'pop3-maildrop-mb': 4_100,
    })
  })
})

describe('merging answers and server facts', () => {
  it('lets the measured quota win over what was said, and says so', () => {
    const { facts, notes } = mergeFacts({ 'server-space': 'enough' }, { 'quota-used-percent': 97 })
    expect(facts['server-space']).toBe('tight')
    expect(notes).toEqual([expect.stringContaining('97 %')])
    expect(mergeFacts({ 'server-space': 'tight' }, { 'quota-used-percent': 97 }).notes).toEqual([])
  })

  it('lets the quota answer what nobody said, and says so', () => {
    const merged = (percent: number) => mergeFacts({}, { 'quota-used-percent': percent })
    expect(merged(85).facts['server-space']).toBe('tight')
    expect(merged(84).facts['server-space']).toBe('enough')
    expect(merged(85).notes).toEqual([
      'Space on the server: the mailbox is 85 % full, which answers "tight" by itself.',
    ])
  })

  it('leaves what was said about a mailbox that is neither nearly full nor roomy', () => {
    const { facts, notes } = mergeFacts({ 'server-space': 'tight' }, { 'quota-used-percent': 75 })
    expect(facts['server-space']).toBe('tight')
    expect(notes).toEqual([])
    expect(mergeFacts({ 'server-space': 'tight' }, { 'quota-used-percent': 60 }).facts['server-space']).toBe(
      'enough',
    )
  })

  it('lets folders in use answer the question of organisation, and says where that differs', () => {
    const merged = (answers: Answers, folders: number) => mergeFacts(answers, { 'folders-in-use': folders })
    expect(merged({}, 10).facts['server-organisation']).toBe(true)
    expect(merged({}, 9).facts).not.toHaveProperty('server-organisation')
    expect(merged({ 'server-organisation': true }, 10).notes).toEqual([])
    const { facts, notes } = merged({ 'server-organisation': false }, 10)
    expect(facts['server-organisation']).toBe(true)
    expect(notes).toEqual([expect.stringContaining('10 of them')])
  })

  it('keeps "expires", which no quota shows', () => {
    expect(mergeFacts({ 'server-space': 'expires' }, { 'quota-used-percent': 5 }).facts['server-space']).toBe(
      'expires',
    )
  })

  it('lets the protocols that were seen win over those that were said', () => {
    const { facts, notes } = mergeFacts(
      { 'server-offers': ['pop3'] },
      { 'imap-offered': true, 'pop3-offered': false },
    )
    expect(facts['server-offers']).toEqual(['imap'])
    expect(notes).toEqual([expect.stringContaining('pop3')])
  })

  it('keeps what was said about a protocol that was not measured', () => {
    const { facts, notes } = mergeFacts({ 'server-offers': ['imap'] }, { 'imap-offered': true })
    expect(facts['server-offers']).toEqual(['imap'])
    expect(notes).toEqual([])
  })

  it('lets what was said win over the bundled facts about a provider', () => {
    const { facts, notes } = mergeFacts(
      { 'server-offers': ['pop3'] },
      {},
      { 'imap-offered': true, 'pop3-offered': true },
    )
    expect(facts).toEqual({ 'server-offers': ['pop3'] })
    expect(notes).toEqual([])
  })

  it('carries a provider over: iCloud is never told POP', () => {
    const facts = serverFactsOf(loadProvider('icloud') as Provider)
    expect(facts).toMatchObject({
      'imap-offered': true,
      'pop3-offered': false,
      'provider-sign-in': 'app-password',
    })
  })
})
