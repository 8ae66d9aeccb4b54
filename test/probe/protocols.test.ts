import { describe, expect, test } from 'vitest'
import {
  capabilitiesOf,
  imapSasl,
  parseImapCapabilities,
  parseImapGreeting,
  parseResponseText,
} from '../../src/probe/imap-protocol.js'
import {
  addPop3Capability,
  parsePop3Greeting,
  parsePop3Status,
  pop3Sasl,
} from '../../src/probe/pop3-protocol.js'

describe('IMAP', () => {
  test.each([
    ['* OK ready', { status: 'ok', words: 'ready' }],
    ['* ok', { status: 'ok', words: '' }],
    ['* BYE [ALERT] away', { status: 'bye', code: 'ALERT', words: 'away' }],
    [
      '* PREAUTH [CAPABILITY IMAP4rev1] hi',
      { status: 'preauth', code: 'CAPABILITY', argument: 'IMAP4rev1', words: 'hi' },
    ],
    ['* NO', { status: 'other', words: '* NO' }],
    ['*OK', { status: 'other', words: '*OK' }],
    ['', { status: 'other', words: '' }],
  ])('greeting %j', (line, expected) => {
    expect(parseImapGreeting(line)).toEqual(expected)
  })

  test('text without a code, or with a broken one, is all words', () => {
    expect(parseResponseText('just words')).toEqual({ words: 'just words' })
    expect(parseResponseText('[BROKEN words')).toEqual({ words: '[BROKEN words' })
  })

  test('names come in the spelling of the registry, each once', () => {
    expect(parseImapCapabilities('imap4REV1  idle IDLE Auth=Plain ')).toEqual([
      'IMAP4rev1',
      'IDLE',
      'AUTH=PLAIN',
    ])
    expect(capabilitiesOf(parseResponseText('[CAPABILITY IMAP4rev1 SASL-IR] x'))).toEqual([
      'IMAP4rev1',
      'SASL-IR',
    ])
    expect(imapSasl(['IDLE', 'AUTH=PLAIN', 'AUTH=XOAUTH2'])).toEqual(['PLAIN', 'XOAUTH2'])
  })

  test('a list is bounded', () => {
    const many = Array.from({ length: 1_000 }, (_, index) => `X${index}`).join(' ')
    expect(parseImapCapabilities(many)).toHaveLength(200)
  })
})

describe('POP3', () => {
  test.each([
    ['+OK', { ok: true, words: '' }],
    ['+ok 3 120', { ok: true, words: '3 120' }],
    ['-ERR [AUTH] no', { ok: false, code: 'AUTH', words: 'no' }],
    ['-ERR [SYS/TEMP]', { ok: false, code: 'SYS/TEMP', words: '' }],
    ['+OKAY', undefined],
    ['* OK', undefined],
  ])('status line %j', (line, expected) => {
    expect(parsePop3Status(line)).toEqual(expected)
  })

  test('a greeting keeps its APOP timestamp', () => {
    expect(parsePop3Greeting('+OK ready <1.2@host>')).toEqual({ status: 'ok', words: 'ready <1.2@host>' })
  })

  test('capabilities: keywords in upper case, text as it is, each once', () => {
    const list: string[] = []
    for (const line of [
      'uidl',
      'UIDL',
      'sasl plain  login',
      'Implementation Dovecot x',
      '',
      'EXPIRE 5 USER',
    ]) {
      addPop3Capability(list, line)
    }
    expect(list).toEqual(['UIDL', 'SASL PLAIN LOGIN', 'IMPLEMENTATION Dovecot x', 'EXPIRE 5 USER'])
    expect(pop3Sasl(list)).toEqual(['PLAIN', 'LOGIN'])
  })
})
