import { describe, expect, it } from 'vitest'
import { serverFactsFrom } from '../../src/advise/server-facts.js'
import type { Facts, SetupId } from '../../src/model/index.js'
import { healthy } from './probes.js'
import { advisor } from './space.js'

/** The plan for a set-up, whatever the answers lead to. */
function plan(facts: Facts, setup: SetupId) {
  const advice = advisor.adviseFor(facts, setup)
  if (advice === undefined) throw new Error(`${setup} is ruled out`)
  return advice.steps
}

const ids = (facts: Facts, setup: SetupId) => plan(facts, setup).map(({ id }) => id)
const step = (facts: Facts, setup: SetupId, id: string) => plan(facts, setup).find((one) => one.id === id)

const onePlace: Facts = { readers: 'one-person', places: ['computer'] }

describe('the plan of a move', () => {
  it('from POP with mail on the computer to IMAP stops collectors, saves, adds beside, compares, uploads, removes', () => {
    expect(ids({ ...onePlace, 'current-protocol': 'pop3', 'existing-mail': true }, 'imap')).toEqual([
      ...['stop-collectors', 'save-local-mail', 'add-imap-beside', 'compare-space', 'upload-by-folder'],
      'remove-old-pop',
    ])
  })

  it('keeps the local mail local where the server has no room', () => {
    const facts: Facts = { 'current-protocol': 'pop3', 'existing-mail': true, 'server-space': 'tight' }
    expect(ids({ ...onePlace, ...facts }, 'imap')).toEqual([
      ...['stop-collectors', 'save-local-mail', 'add-imap-beside', 'keep-local-mail', 'remove-old-pop'],
    ])
  })

  it('from IMAP to POP copies the folders first, leaves mail until there is a backup, removes last', () => {
    expect(ids({ ...onePlace, 'current-protocol': 'imap' }, 'pop')).toEqual([
      ...['copy-server-folders', 'add-pop-beside', 'let-pop-remove', 'remove-old-imap', 'try-backup'],
    ])
    expect(ids({ ...onePlace, 'current-protocol': 'imap' }, 'pop-leave-on-server')).not.toContain(
      'let-pop-remove',
    )
  })

  it('from POP to POP that leaves mail changes the account and tells the others', () => {
    expect(ids({ ...onePlace, 'current-protocol': 'pop3' }, 'pop-leave-on-server')).toEqual([
      ...['one-collector', 'leave-for-days', 'try-backup'],
    ])
  })

  it.each<[SetupId, string[]]>([
    ['imap', ['keep-imap']],
    ['imap-offline-cache', ['switch-store-on']],
    ['imap-local-archive', ['make-archive', 'delete-archived']],
  ])('from IMAP to %s moves nothing that need not be moved', (setup, steps) => {
    expect(ids({ ...onePlace, 'current-protocol': 'imap' }, setup)).toEqual(steps)
  })

  it('from both protocols stops the collectors, and copies folders for POP', () => {
    expect(ids({ ...onePlace, 'current-protocol': 'both' }, 'imap')[0]).toBe('stop-collectors')
    expect(ids({ ...onePlace, 'current-protocol': 'both' }, 'pop').slice(0, 2)).toEqual([
      ...['one-collector', 'copy-server-folders'],
    ])
  })

  it('of a mailbox that nobody reads yet is its account', () => {
    expect(ids({ ...onePlace, 'current-protocol': 'none' }, 'imap')).toEqual(['add-account'])
  })

  it('is empty where nothing is said about today', () => {
    expect(ids(onePlace, 'imap')).toEqual([])
  })

  it('has a check for every step, numbered from one', () => {
    const steps = plan({ ...onePlace, 'current-protocol': 'both', 'existing-mail': true }, 'imap')
    expect(steps.map(({ order }) => order)).toEqual(steps.map((_, index) => index + 1))
    for (const { check, text } of steps) {
      expect(check.length).toBeGreaterThan(20)
      expect(`${text}${check}`).not.toContain('{')
    }
  })
})

describe('what is known changes the plan', () => {
  const pop: Facts = { ...onePlace, 'current-protocol': 'pop3', 'existing-mail': true }
  const imap: Facts = { ...onePlace, 'current-protocol': 'imap' }

  it.each<[string, Facts, Facts, SetupId, string, 'text' | 'check', string]>([
    [
      'a second device',
      pop,
      { places: ['computer', 'phone'] },
      'imap',
      'stop-collectors',
      'text',
      'Do not forget a phone',
    ],
    ['EXPIRE', pop, { 'pop3-expire-days': 30 }, 'imap', 'stop-collectors', 'text', 'after 30 days'],
    ['the free space', pop, { 'quota-free-mb': 700 }, 'imap', 'compare-space', 'text', '700 MB are free'],
    ['no free space', pop, { 'quota-free-mb': 0 }, 'imap', 'compare-space', 'text', '0 MB are free'],
    ['the inbox', pop, { 'inbox-messages': 41 }, 'imap', 'add-imap-beside', 'check', 'That is 41 messages'],
    [
      'the inbox, before an upload',
      pop,
      { 'inbox-messages': 41 },
      'imap',
      'upload-by-folder',
      'text',
      'holds 41 messages',
    ],
    [
      'the mailbox size',
      pop,
      { 'mailbox-mb': 2400 },
      'imap-offline-cache',
      'add-imap-beside',
      'text',
      'about 2400 MB',
    ],
    [
      'the mailbox size, of an account that stays',
      imap,
      { 'mailbox-mb': 2400 },
      'imap-offline-cache',
      'switch-store-on',
      'text',
      'about 2400 MB',
    ],
    ['the folders', imap, { 'folders-in-use': 12 }, 'pop', 'copy-server-folders', 'text', '12 folders'],
    [
      'all messages',
      imap,
      { 'mailbox-messages': 903 },
      'pop',
      'copy-server-folders',
      'check',
      '903 messages',
    ],
    [
      'what POP hides',
      imap,
      { 'pop3-hidden-percent': 64 },
      'pop',
      'copy-server-folders',
      'text',
      '64 % of the messages',
    ],
    ['the maildrop', imap, { 'pop3-maildrop-mb': 88 }, 'pop', 'add-pop-beside', 'text', '88 MB'],
    [
      'a full mailbox',
      imap,
      { 'quota-used-percent': 93 },
      'imap-local-archive',
      'make-archive',
      'text',
      '93 % full',
    ],
  ])('%s', (_, before, more, setup, id, part, words) => {
    expect(step(before, setup, id)?.[part]).not.toContain(words)
    expect(step({ ...before, ...more }, setup, id)?.[part]).toContain(words)
  })

  it('says nothing of an offline store to who keeps none', () => {
    expect(step({ ...pop, 'mailbox-mb': 2400 }, 'imap', 'add-imap-beside')?.text).not.toContain('MB')
  })
})

describe('the facts for it', () => {
  it('are read from quota and folders', () => {
    const session = {
      messages: 41,
      quota: { usedBytes: 300e6, limitBytes: 1000.9e6 },
      folders: {
        total: 8,
        inUse: 5,
        messages: 903,
        bytes: 299.6e6,
        complete: true,
        roles: [],
        depth: 1,
        counted: 8,
      },
    }
    expect(serverFactsFrom([healthy('imap', ['IMAP4rev1'], { session })])).toMatchObject({
      ...{ 'quota-free-mb': 700, 'mailbox-messages': 903, 'mailbox-mb': 300 },
    })
  })

  it('are not guessed where not all folders were counted', () => {
    const session = {
      messages: 41,
      folders: { total: 800, inUse: 5, messages: 903, complete: false, roles: [], depth: 1, counted: 8 },
    }
    const facts = serverFactsFrom([healthy('imap', ['IMAP4rev1'], { session })])
    expect(facts).not.toHaveProperty('mailbox-messages')
    expect(facts).not.toHaveProperty('mailbox-mb')
  })
})
