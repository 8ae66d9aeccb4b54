import { inspect } from 'node:util'
import { runInNewContext } from 'node:vm'
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
      [
        'hexadecimal with colons',
        Buffer.from(token)
          .toString('hex')
          .replace(/..(?!$)/g, '$&:'),
      ],
      ['UTF-16 in hexadecimal', Buffer.from(token, 'utf16le').toString('hex')],
      ['UTF-16 in base64', Buffer.from(token, 'utf16le').toString('base64')],
      ['base64 folded over lines', Buffer.from(token).toString('base64').replace(/.{76}/g, '$&\r\n')],
      ['numeric entities', [...token].map((one) => `&#${one.charCodeAt(0)};`).join('')],
      ['split by nothing', [...token].join('\u200b')],
    ])('is masked %s', (_form, text) => {
      expect(masked(`before ${text} after`).length).toBeLessThan(120)
      expect(masked(text)).not.toMatch(/eyJhbGciOiJub25l|ZXlKaGJHY|%65%79|65:?79|e\u200by|&#101;/i)
    })
  })

  test('what is masked stays as it is', () => {
    const twice = maskerFor([new Secret('secret')])
    expect(twice(twice('the secret'))).toBe('the [secret]')
  })

  test.each([
    ['a quote', 'abcdefghijkl"mnopq'],
    ['backslashes', 'abcdefghijkl\\\\mnopq'],
    ['a letter beyond ASCII', 'correct horse b\u00e4ttery'],
  ])('a secret that has %s behind its beginning is masked to its end', (_what, value) => {
    const near = maskerFor([new Secret(value)])
    const quoted = value.replace(/["\\]/g, '\\$&')
    expect(near(`no ${value} no ${quoted} no`)).toBe('no [secret] no [secret] no')
  })

  test('a secret whose bytes were read one by one', () => {
    const misread = Buffer.from('gr\u00fc\u00dfe 7').toString('latin1')
    expect(maskerFor([new Secret('gr\u00fc\u00dfe 7')])(`no ${misread} no`)).toBe('no [secret] no')
  })

  test('a secret that grows in upper case', () => {
    expect(maskerFor([new Secret('stra\u00dfe1')])('no STRASSE1')).toBe('no [secret]')
  })

  describe('what is nearly a long secret', () => {
    // The limit only ends a run that would never end by itself.
    const inTime = (near: (text: string) => string, text: string) =>
      runInNewContext('near(text)', { near, text }, { timeout: 20_000 }) as string

    test.each([
      ['letters of either case', 'aB'.repeat(49), 'aB'.repeat(48)],
      ['letters that stand for others', '\u017f'.repeat(99), 's'.repeat(98)],
      ['backslashes', '\\'.repeat(99), '\\'.repeat(98)],
    ])('of %s is masked where it begins as the secret does, and a name is not', (_of, value, text) => {
      const masked = inTime(maskerFor([new Secret(value)]), text)
      expect(masked.length).toBeLessThan(text.length / 4)
      expect(inTime(maskerFor([new Secret(value)], { mark: '[user]' }), text)).toBe(text)
    })

    test.each([
      ['plain', (text: string) => text],
      ['in base64', (text: string) => Buffer.from(text).toString('base64').slice(0, -4)],
      ['in hexadecimal', (text: string) => Buffer.from(text).toString('hex')],
      ['with entities', (text: string) => [...text].map((one) => `&#${one.charCodeAt(0)};`).join('')],
    ])('is masked as far as a server echoes it, %s', (_form, encode) => {
      const value = 'correct horse battery staple'
      const text = `no: ${encode(value.slice(0, -5))}… end`
      expect(maskerFor([new Secret(value)])(text)).toMatch(/^no: \[secret\]\S{0,2}… end$/)
    })

    test('of quoted pairs, each read in two ways, does not stop the program', () => {
      const text = '\\\\"'.repeat(48)
      expect(inTime(maskerFor([new Secret('\\"'.repeat(49))]), text)).toBe(text)
    })

    test('leaves a text alone that breaks off early each time, however long it is', () => {
      const value = 'aB'.repeat(49)
      const near = `${value.slice(0, 11)}-`
      const hex = `${Buffer.from(value).toString('hex').slice(0, 22)}-`
      const base64 = `${Buffer.from(value).toString('base64').slice(0, 14)}!`
      const text = `${near}${hex}${base64}a${'\u200b'.repeat(99)}`.repeat(1000)
      expect(inTime(maskerFor([new Secret(value)]), text) === text).toBe(true)
    })
  })

  test('a quoted string leaves no backslash behind', () => {
    expect(mask('"cor\\"rect\\\\ horse"')).toBe('"[secret]"')
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
