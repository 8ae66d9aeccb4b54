import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Secret, serverText } from '../../src/net/index.js'
import { maskerFor } from '../../src/net/secret.js'
import { codeText } from '../../src/net/server-text.js'

describe('Secret', () => {
  test('is not printed by any usual way', () => {
    const secret = new Secret('hunter22')
    const printed = [
      String(secret),
      JSON.stringify({ secret }),
      inspect({ secret }),
      inspect(secret, { showHidden: true }),
    ]
    for (const text of printed) {
      expect(text).toContain('[secret]')
      expect(text).not.toContain('hunter22')
    }
    expect(Object.keys(secret)).toEqual([])
    expect(secret.reveal()).toBe('hunter22')
  })
})

describe('maskerFor', () => {
  const mask = maskerFor([new Secret('cor"rect\\ horse')])

  test.each([
    ['plain', 'PASS cor"rect\\ horse'],
    ['as a quoted string', 'a1 LOGIN "demo" "cor\\"rect\\\\ horse"'],
    ['percent-encoded', 'cor%22rect%5C%20horse'],
    ['base64', Buffer.from('cor"rect\\ horse').toString('base64')],
    ['percent-encoded in lower case', 'cor%22rect%5c%20horse'],
    ['percent-encoded throughout', '%63%6f%72%22%72%65%63%74%5C%20%68%6f%72%73%65'],
    ['in upper case', 'COR"RECT\\ HORSE'],
    ['base64url', Buffer.from('\0demo\0cor"rect\\ horse').toString('base64url')],
    ['hexadecimal', Buffer.from('cor"rect\\ horse').toString('hex')],
    ['hexadecimal in upper case', Buffer.from('cor"rect\\ horse').toString('hex').toUpperCase()],
    ['split by a word joiner', 'cor"rect\\ ho\u2060rse'],
    ['split by a soft hyphen', 'co\u00adr"rect\\ horse'],
    ['SASL PLAIN', Buffer.from('\0demo\0cor"rect\\ horse').toString('base64')],
  ])('masks the form %s', (_form, text) => {
    expect(mask(text)).toContain('[secret]')
    expect(mask(text)).not.toMatch(/horse|%65|Y29ycmVjd|aG9yc2|686f727365|rse/i)
  })

  test('leaves nothing that decodes to the secret, whatever stands around it', () => {
    const around = fc.string({ maxLength: 20 })
    const secrets = fc.string({ minLength: 5, maxLength: 30 }).filter((text) => text.trim().length > 4)
    fc.assert(
      fc.property(secrets, around, around, (value, before, after) => {
        const encoded = Buffer.from(`${before}\0${value}${after}`).toString('base64')
        const masked = maskerFor([new Secret(value)])(`answer ${encoded} end`)
        expect(masked).toContain('[secret]')
        for (const piece of masked.split(/\s|\[secret\]/)) {
          expect(Buffer.from(piece, 'base64').toString()).not.toContain(value)
        }
      }),
    )
  })

  test('in base64url, which has other signs', () => {
    const secret = new Secret('>>>???~~~')
    const text = Buffer.from(secret.reveal()).toString('base64url')
    expect(text).toMatch(/[-_]/)
    expect(maskerFor([secret])(text)).toBe('[secret]')
  })

  describe('a secret as long as a token', () => {
    const token = `${'eyJhbGciOiJub25lIn0.'.repeat(60)}"+/=\\end`
    const masked = maskerFor([new Secret(token)])
    const xoauth2 = Buffer.from(`user=demo\x01auth=Bearer ${token}\x01\x01`)

    test.each([
      ['plain', `Bearer ${token}`],
      ['in upper case', token.toUpperCase()],
      ['as a quoted string', token.replace(/["\\]/g, '\\$&')],
      ['percent-encoded where needed', encodeURIComponent(token)],
      ['percent-encoded throughout', [...Buffer.from(token)].map((byte) => `%${byte.toString(16)}`).join('')],
      ['base64', Buffer.from(token).toString('base64')],
      ['XOAUTH2', xoauth2.toString('base64')],
      ['XOAUTH2 in base64url', xoauth2.toString('base64url')],
      ['OAUTHBEARER', Buffer.from(`n,a=demo,\x01auth=Bearer ${token}\x01\x01`).toString('base64')],
      ['hexadecimal', Buffer.from(token).toString('hex')],
    ])('is masked %s', (_form, text) => {
      expect(masked(`before ${text} after`).length).toBeLessThan(120)
      expect(masked(text)).not.toMatch(/eyJhbGciOiJub25l|ZXlKaGJHY|%65%79/i)
    })
  })

  test('what is masked stays as it is', () => {
    const twice = maskerFor([new Secret('secret')])
    expect(twice(twice('the secret'))).toBe('the [secret]')
  })

  test('a secret that grows in upper case', () => {
    expect(maskerFor([new Secret('stra\u00dfe1')])('no STRASSE1')).toBe('no [secret]')
  })

  test('an empty secret masks nothing', () => {
    expect(maskerFor([new Secret('')])('text')).toBe('text')
  })
})

describe('serverText', () => {
  test('removes controls, direction marks and separators', () => {
    expect(serverText('a\u001b[2Jb\u0007c\u007fd\u009be\u202ef\u2066g\u2028h\0i')).toBe('a[2Jbcdefghi')
  })

  test('cuts to 300 characters and never inside one', () => {
    const cut = serverText('😀'.repeat(400))
    expect(Array.from(cut)).toHaveLength(300)
    expect(Buffer.from(cut).toString()).toBe(cut)
    expect(serverText('x'.repeat(300))).toBe('x'.repeat(300))
  })

  test('masks a secret that controls had split or the cut would break', () => {
    const mask = maskerFor([new Secret('hunter22')])
    expect(serverText('no: hun\u0000ter22', mask)).toBe('no: [secret]')
    expect(serverText(`${'x'.repeat(295)}hunter22`, mask)).not.toContain('hunt')
  })

  test('masks a secret that invisible characters had split', () => {
    const mask = maskerFor([new Secret('hun\u00adter22')])
    for (const one of ['\u2060', '\u00ad', '\ufe0f', '\u3164', '\u{e0041}', ''])
      expect(serverText(`no: hunt${one}er22`, mask)).toBe('no: [secret]')
  })

  test('is always printable and bounded', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 1_000 }), (raw) => {
        const text = serverText(raw)
        expect(Array.from(text).length).toBeLessThanOrEqual(300)
        expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/)
      }),
    )
  })
})

describe('codeText', () => {
  const mask = maskerFor([new Secret('Hunter22')])

  test.each([
    ['sys/temp', 'SYS/TEMP'],
    ['HUNTER22', 'SECRET'],
    ['x-hunt\u2060er22', 'X-SECRET'],
    ['A'.repeat(60), 'A'.repeat(40)],
    ['a\u001b[31m"b<c>\u0130', 'A31MBC'],
    ['\u202e', ''],
  ])('%j', (raw, shown) => expect(codeText(raw, mask)).toBe(shown))
})
