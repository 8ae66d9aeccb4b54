import { describe, expect, test } from 'vitest'
import { apopDigest, apopTimestamp } from '../../../src/probe/sasl/apop.js'
import { base64Bytes } from '../../../src/probe/sasl/base64.js'
import { cramMd5 } from '../../../src/probe/sasl/cram-md5.js'
import { SaslFault } from '../../../src/probe/sasl/exchange.js'
import { login } from '../../../src/probe/sasl/login.js'
import { oauthErrorIn } from '../../../src/probe/sasl/oauth.js'
import { oauthbearer } from '../../../src/probe/sasl/oauthbearer.js'
import { plain } from '../../../src/probe/sasl/plain.js'
import { saslPrepared } from '../../../src/probe/sasl/saslprep.js'
import { xoauth2 } from '../../../src/probe/sasl/xoauth2.js'

const said = (bytes: Buffer | undefined) => bytes?.toString('utf8')

describe('PLAIN', () => {
  test('says everything at once (RFC 4616 section 4)', () => {
    const exchange = plain.start({ user: 'tim', secret: 'tanstaaftanstaaf' })
    expect(said(exchange.initial)).toBe('\0tim\0tanstaaftanstaaf')
    expect(exchange.complete).toBe(true)
    expect(() => exchange.answer(Buffer.from('more'))).toThrow(SaslFault)
  })
})

describe('LOGIN', () => {
  test('answers two questions, whatever their words, and no third', () => {
    const exchange = login.start({ user: 'tim', secret: 'pass wörd' })
    expect(exchange.initial).toBeUndefined()
    expect(said(exchange.answer(Buffer.from('User Name\0')) as Buffer)).toBe('tim')
    expect(exchange.complete).toBe(false)
    expect(said(exchange.answer(Buffer.alloc(0)) as Buffer)).toBe('pass wörd')
    expect(exchange.complete).toBe(true)
    expect(() => exchange.answer(Buffer.from('Again:'))).toThrow(SaslFault)
  })
})

describe('CRAM-MD5', () => {
  const challenge = Buffer.from('<1896.697170952@postoffice.reston.mci.net>')

  test('is that of RFC 2195 section 2', () => {
    const exchange = cramMd5.start({ user: 'tim', secret: 'tanstaaftanstaaf' })
    expect(exchange.complete).toBe(false)
    expect(said(exchange.answer(challenge) as Buffer)).toBe('tim b913a602c7eda7a495b4e6e7334d3890')
    expect(exchange.complete).toBe(true)
    expect(exchange.derived).toEqual(['b913a602c7eda7a495b4e6e7334d3890'])
  })

  test.each<[string, Buffer[]]>([
    ['an empty challenge', [Buffer.alloc(0)]],
    ['a second challenge', [challenge, challenge]],
  ])('refuses %s', (_what, challenges) => {
    const exchange = cramMd5.start({ user: 'tim', secret: 'x' })
    expect(() => challenges.map((one) => exchange.answer(one))).toThrow(SaslFault)
  })
})

describe('APOP', () => {
  test('has the digest of RFC 1939 section 7', () => {
    const timestamp = apopTimestamp('POP3 server ready <1896.697170952@dbc.mtview.ca.us>')
    expect(timestamp).toBe('<1896.697170952@dbc.mtview.ca.us>')
    expect(apopDigest(timestamp ?? '', 'tanstaaf')).toBe('c4c9334bac560ecc979e58001b3e22fb')
  })

  test.each(['ready', 'ready <now>', 'ready < 1@host >', '<>'])('is not offered by %j', (greeting) =>
    expect(apopTimestamp(greeting)).toBeUndefined(),
  )
})

describe('XOAUTH2', () => {
  test('is that of the published example', () => {
    const token = 'ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg'
    const { initial } = xoauth2.start({ user: 'someuser@example.com', secret: token })
    expect(initial?.toString('base64')).toBe(
      'dXNlcj1zb21ldXNlckBleGFtcGxlLmNvbQFhdXRoPUJlYXJlciB5YTI5LnZGOWRmdDRxbVRjMk52YjNSbGNrQmhkSFJoZG1semRHRXVZMjl0Q2cBAQ==',
    )
  })

  test('says nothing to the error, and then no yes counts any more', () => {
    const exchange = xoauth2.start({ user: 'u', secret: 't' })
    expect(exchange.complete).toBe(true)
    const challenge = Buffer.from('{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}')
    expect(said(exchange.answer(challenge) as Buffer)).toBe('')
    expect(exchange.oauthError).toEqual({
      status: '400',
      schemes: 'Bearer',
      scope: 'https://mail.google.com/',
    })
    expect(exchange.complete).toBe(false)
    expect(() => exchange.answer(challenge)).toThrow(SaslFault)
  })
})

describe('OAUTHBEARER', () => {
  test('is that of RFC 7628 section 4, without host and port', () => {
    const secret = 'vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg=='
    const exchange = oauthbearer.start({ user: 'user@example.com', secret })
    expect(said(exchange.initial)).toBe(`n,a=user@example.com,\x01auth=Bearer ${secret}\x01\x01`)
    const challenge = Buffer.from(
      'eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIiwic2NvcGUiOiJleGFtcGxlX3Njb3BlIiwib3BlbmlkLWNvbmZpZ3VyYXRpb24iOiJodHRwczovL2V4YW1wbGUuY29tLy53ZWxsLWtub3duL29wZW5pZC1jb25maWd1cmF0aW9uIn0=',
      'base64',
    )
    expect((exchange.answer(challenge) as Buffer).toString('base64')).toBe('AQ==')
    expect(exchange.oauthError).toEqual({
      status: 'invalid_token',
      scope: 'example_scope',
      openidConfiguration: 'https://example.com/.well-known/openid-configuration',
    })
  })

  test('escapes what the header would be read by', () => {
    const { initial } = oauthbearer.start({ user: 'a=b,c', secret: 't' })
    expect(said(initial)).toContain('a=a=3Db=2Cc,')
  })

  test.each([
    ['{"status":401,"extra":{"a":1}}', { status: '401' }],
    ['[]', {}],
    ['null', {}],
    ['"text"', {}],
    ['no JSON', {}],
  ])('reads the error %j', (text, error) => expect(oauthErrorIn(Buffer.from(text))).toEqual(error))
})

describe('SASLprep', () => {
  // The examples of RFC 4013 section 3, and passwords that keyboards give.
  test.each([
    ['I\u00adX', 'IX'],
    ['user', 'user'],
    ['USER', 'USER'],
    ['\u00aa', 'a'],
    ['\u2168', 'IX'],
    ['a\u0308', 'ä'],
    ['a\u00a0b', 'a b'],
  ])('%j is %j', (text, prepared) => expect(saslPrepared(text)).toBe(prepared))

  test.each(['\u0007', 'a\u007f', 'a\u202eb', '\ue000', '\ud800', '\ufffd'])('has no place for %j', (text) =>
    expect(saslPrepared(text)).toBeUndefined(),
  )
})

test.each([
  ['', ''],
  ['AQ==', '\x01'],
])('base64 %j', (text, bytes) => expect(base64Bytes(text)?.toString('latin1')).toBe(bytes))

test.each(['AQ', 'AQ=', 'A Q==', 'AQ==AQ==', 'User:', 'A_-='])('%j is no base64', (text) =>
  expect(base64Bytes(text)).toBeUndefined(),
)
