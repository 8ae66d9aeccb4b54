import { describe, expect, it } from 'vitest'
import { secretFacts } from '../../src/app/secret-facts.js'

const now = new Date('2026-06-01T00:00:00Z')
const user = 'anna'

describe('a password', () => {
  it.each<[string, string[]]>([
    ['plain-Password.1]', []],
    ['straße', ['non-ascii']],
    ['cafe\u0301', ['non-ascii', 'not-normalised']],
    [' blank', ['outer-blank']],
    ['blank\t', ['outer-blank']],
    ['in ner', []],
    ['no\u00a0break', ['non-ascii', 'no-break-space']],
    ['"', ['quoted-special']],
    ['back\\slash', ['quoted-special']],
    ['50%', ['list-special']],
    ['a(b', ['list-special']],
    ['a)b', ['list-special']],
    ['a{b', ['list-special']],
    ['a*b', ['list-special']],
  ])('%j has the traits %j', (password, traits) => {
    expect(secretFacts({ user, password }, now)).toEqual({ kind: 'password', traits })
  })
})

function jwt(claims: unknown): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'RS256' })}.${part(claims)}.c2lnbmF0dXJl`
}

describe('a token', () => {
  const facts = (token: string) => secretFacts({ user, token }, now).token

  it('says what it is good for, and nothing about the person', () => {
    const token = jwt({
      iss: 'https://login.example/tenant',
      aud: ['https://outlook.example', 'other'],
      scp: 'IMAP.AccessAsUser.All POP.AccessAsUser.All',
      roles: ['Mail.Read'],
      exp: 1_780_272_000,
      ...{ sub: 'person-0815', email: 'anna@example.com', name: 'Anna', upn: 'anna@example.com' },
    })
    expect(facts(token)).toEqual({
      form: 'jwt',
      issuer: 'https://login.example/tenant',
      audience: ['https://outlook.example', 'other'],
      scopes: ['IMAP.AccessAsUser.All', 'POP.AccessAsUser.All', 'Mail.Read'],
      expiresAt: '2026-06-01T00:00:00.000Z',
      expired: true,
    })
    expect(JSON.stringify(secretFacts({ user, token }, now))).not.toMatch(/0815|anna|c2lnbmF0dXJl/i)
  })

  it.each<[string, unknown, object]>([
    ['one audience', { aud: 'one' }, { form: 'jwt', audience: ['one'] }],
    ['scope as a list', { scope: ['a', 'b c'] }, { form: 'jwt', scopes: ['a', 'b', 'c'] }],
    ['no known claim', {}, { form: 'jwt' }],
    ['claims of other types', { iss: 1, aud: { a: 1 }, scp: null, exp: 'soon' }, { form: 'jwt' }],
    ['a date beyond all dates', { exp: 1e300 }, { form: 'jwt' }],
    ['one that has not expired', { exp: 1_780_272_001 }, { expired: false }],
    ['control characters', { iss: 'a\u001b[31mb\u202e' }, { issuer: 'a[31mb' }],
  ])('with %s', (_what, claims, expected) => expect(facts(jwt(claims))).toMatchObject(expected))

  it('is cut to what fits', () => {
    const long = facts(jwt({ iss: 'x'.repeat(5_000), aud: Array(500).fill('a'), scp: 'b '.repeat(500) }))
    expect([long?.issuer?.length, long?.audience?.length, long?.scopes?.length]).toEqual([300, 20, 20])
  })

  it.each([
    ['no parts', 'ya29.opaque'],
    ['an encrypted one', 'a.b.c.d.e'],
    ['a payload that is no JSON', 'a.b.c'],
    ['a payload that is no object', jwt('text')],
    ['a payload without end', jwt({ iss: 'x'.repeat(40_000) })],
  ])('is opaque with %s', (_what, token) => expect(facts(token)).toEqual({ form: 'opaque' }))
})
