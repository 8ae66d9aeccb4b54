import { describe, expect, it } from 'vitest'
import { accountFacts, downloadTimes, type SessionFacts } from '../../src/model/index.js'
import { healthy } from '../advise/probes.js'

const role = (name: 'sent' | 'junk', messages: number) => ({
  ...{ role: name, by: 'server' as const, folders: 1 },
  messages,
})

const imapSession: SessionFacts = {
  messages: 20,
  bytes: 2_000,
  quota: { usedBytes: 4_100_000_000, limitBytes: 5_000_000_000 },
  folders: {
    ...{ total: 4, depth: 1, counted: 4, complete: true, inUse: 2, messages: 100, bytes: 10_000 },
    roles: [role('sent', 50), role('junk', 0)],
  },
}
const imap = healthy('imap', [], { session: imapSession })
const pop3 = healthy('pop3', [], { session: { messages: 25, bytes: 2_500 } })

describe('what sessions show of one mailbox', () => {
  it('is nothing where nobody signed in', () => {
    expect(accountFacts([healthy('imap', []), healthy('pop3', [])])).toBeUndefined()
    expect(accountFacts([])).toBeUndefined()
  })

  it('says what POP3 hides by the maildrop, where that was seen', () => {
    expect(accountFacts([imap, pop3])?.pop3).toEqual({
      ...{ by: 'maildrop', messages: 25, hiddenMessages: 75, hiddenPercent: 75, hiddenBytes: 7_500 },
      // Only folders with something in them are worth naming.
      hiddenRoles: [role('sent', 50)],
    })
  })

  it('takes the INBOX for the maildrop where nobody signed in by POP3', () => {
    expect(accountFacts([imap])?.pop3).toMatchObject({ by: 'inbox', hiddenMessages: 80, hiddenBytes: 8_000 })
  })

  it('hides nothing where the maildrop holds more than the folders', () => {
    const full = healthy('pop3', [], { session: { messages: 400, bytes: 9 } })
    expect(accountFacts([imap, full])?.pop3).toMatchObject({ hiddenMessages: 0, hiddenPercent: 0 })
    expect(accountFacts([imap, full])?.pop3).not.toHaveProperty('hiddenRoles')
  })

  it('says nothing about hiding where the folders were not counted, or are empty', () => {
    const { folders: _, ...uncounted } = imapSession
    expect(accountFacts([healthy('imap', [], { session: uncounted }), pop3])).not.toHaveProperty('pop3')
    const none = { total: 1, depth: 1, counted: 1, complete: true, messages: 0, roles: [] }
    const empty = healthy('imap', [], { session: { messages: 0, folders: none } })
    expect(accountFacts([empty])).not.toHaveProperty('pop3')
  })

  it('reckons the download by IMAP from the folders, and where they are not all known from the quota', () => {
    expect(accountFacts([imap])?.downloads).toMatchObject([{ from: 'folders', bytes: 10_000, messages: 100 }])
    const cut = { ...imapSession, folders: { ...imapSession.folders, complete: false } } as SessionFacts
    const [download] = accountFacts([healthy('imap', [], { session: cut })])?.downloads ?? []
    expect(download).toMatchObject({ from: 'quota', bytes: 4_100_000_000 })
    expect(download).not.toHaveProperty('messages')
  })

  it('counts a round trip, as TCP took it, for each message by POP3', () => {
    const far = healthy('pop3', [], {
      phases: [{ name: 'tcp', outcome: 'observed', ms: 100 }],
      session: { messages: 600, bytes: 1_000_000 },
    })
    const [download] = accountFacts([far])?.downloads ?? []
    expect(download).toMatchObject({ protocol: 'pop3', roundTripMs: 100 })
    expect(download?.times).toEqual([
      { mbitPerSecond: 1, seconds: 68 },
      { mbitPerSecond: 10, seconds: 61 },
      { mbitPerSecond: 50, seconds: 61 },
    ])
  })

  it('takes 55 minutes for 4.1 GB at 10 Mbit/s', () => {
    const seconds = downloadTimes(4_100_000_000, 0, 0).find(
      ({ mbitPerSecond }) => mbitPerSecond === 10,
    )?.seconds
    expect(Math.round((seconds ?? 0) / 60)).toBe(55)
  })
})
