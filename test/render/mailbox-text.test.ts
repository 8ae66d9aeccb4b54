import { describe, expect, it } from 'vitest'
import type { AccountFacts, Protocol, SessionFacts } from '../../src/model/index.js'
import { addAccount, addSession } from '../../src/render/mailbox-text.js'
import { Page } from '../../src/render/page.js'
import { count, size, span } from '../../src/render/quantities.js'

const options = { width: 200, colour: false }

function account(facts: AccountFacts): string {
  const page = new Page(options)
  addAccount(page, facts)
  return page.toString()
}

function session(facts: SessionFacts, protocol: Protocol): string {
  const page = new Page(options)
  addSession(page, facts, protocol)
  return page.toString()
}

describe('quantities', () => {
  it.each<[string, string]>([
    [count(12_431), '12,431'],
    [size(999), '999 bytes'],
    [size(4_100_000_000), '4.1 GB'],
    [size(5_000_000_000), '5 GB'],
    [size(999_600), '1 MB'],
    [size(46_200_000), '46 MB'],
    [span(59), '59 s'],
    [span(3_280), '55 min'],
    [span(32_800), '9 h'],
    [span(400_000), '5 days'],
  ])('%s is written as %s', (written, expected) => {
    expect(written).toBe(expected)
  })
})

describe('the mailbox as a whole', () => {
  it('is told in three lines', () => {
    const text = account({
      imap: { messages: 12_431, folders: 38, complete: true },
      quota: { usedBytes: 4_100_000_000, limitBytes: 5_000_000_000 },
      pop3: {
        ...{ by: 'inbox', messages: 622, hiddenMessages: 11_809, hiddenPercent: 95 },
        hiddenRoles: [{ role: 'sent', by: 'server', folders: 1, messages: 1_200 }],
      },
      downloads: [
        {
          ...{ protocol: 'imap', bytes: 4_100_000_000, from: 'quota' },
          times: [{ mbitPerSecond: 10, seconds: 3_280 }],
        },
      ],
    })
    expect(text.split('\n').filter((line) => line !== '')).toEqual([
      'Mailbox: 12,431 messages in 38 folders, 4.1 GB of 5 GB used (82 %)',
      'POP3: would show 5 % of the mail; not sent (1,200) and other folders',
      'First download: IMAP about 4.1 GB: 55 min at 10 Mbit/s',
    ])
  })

  it('says that a count is the least there is, and nothing of POP3 where it hides nothing', () => {
    const text = account({
      imap: { messages: 1, folders: 150, complete: false },
      pop3: { by: 'maildrop', messages: 1, hiddenMessages: 0, hiddenPercent: 0 },
      downloads: [
        { protocol: 'pop3', bytes: 900, from: 'maildrop', times: [{ mbitPerSecond: 1, seconds: 1 }] },
      ],
    })
    expect(text).toContain('at least 1 message in 150 folders')
    expect(text).not.toContain('POP3: shows')
    expect(text).toContain('First download: POP3 900 bytes: less than a minute')
  })
})

describe('the session at an endpoint', () => {
  it('says what IMAP told, and what it did not', () => {
    const text = session(
      {
        ...{ mechanism: 'PLAIN', messages: 4, idle: { entered: true, ms: 3, heldMs: 500, dropped: true } },
        folders: { total: 151, depth: 3, roles: [], counted: 100, complete: false, inUse: 7 },
        untold: [{ what: 'namespaces', failure: { cause: 'refused-by-server', message: 'it was refused' } }],
      },
      'imap',
    )
    expect(text).toContain('Mailbox: signed in by PLAIN; 4 messages in the inbox')
    expect(text).toContain(
      'Folders: 151; 7 besides the inbox with mail in them; 3 levels; 100 of them counted',
    )
    expect(text).toContain('IDLE: dropped by the server after 1 s')
    expect(text).toContain('Not told: namespaces (it was refused)')
  })

  it.each<[SessionFacts, string]>([
    [{ uidl: { answered: false } }, 'unique-ids: not answered'],
    [{ uidl: { answered: true, unique: false } }, 'unique-ids: some come twice'],
    [{ uidl: { answered: true, unique: true, stable: false } }, 'unique-ids: others at the second time'],
    [{ uidl: { answered: true, unique: true } }, 'unique-ids: answered'],
    [{ top: { answered: false } }, 'TOP: not answered'],
    [{ top: { answered: true, headerOnly: false } }, 'TOP: sends more than the header'],
    [{ messages: 1 }, '1 message in the maildrop'],
  ])('%j by POP3', (facts, words) => {
    expect(session(facts, 'pop3')).toContain(words)
  })
})
