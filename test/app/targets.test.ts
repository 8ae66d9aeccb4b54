import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseTargets, printableTarget } from '../../src/app/targets.js'
import { type Security, UserError } from '../../src/model/index.js'
import { endpointName } from '../../src/render/endpoint.js'

const names = (text: string, security?: Security) =>
  parseTargets([text], security).endpoints.map(endpointName)

function error(text: string, security?: Security): UserError {
  try {
    parseTargets([text], security)
  } catch (caught) {
    if (caught instanceof UserError) return caught
    throw caught
  }
  throw new Error(`${text} was accepted`)
}

describe('targets that are taken', () => {
  const four = (host: string) => [
    `imaps://${host}:993`,
    `imap://${host}:143`,
    `pops://${host}:995`,
    `pop://${host}:110`,
  ]

  it.each([
    ['mail.example.com', four('mail.example.com')],
    ['MAIL.Example.COM.', four('mail.example.com')],
    ['localhost', four('localhost')],
    ['192.0.2.1', four('192.0.2.1')],
    ['2001:db8::1', four('[2001:db8::1]')],
    ['[2001:DB8::1]', four('[2001:db8::1]')],
    ['m\u00fcller.example', four('xn--mller-kva.example')],
    ['\u4f8b\u3048.example', four('xn--r8jz45g.example')],
    ['mail.example.com:993', ['imaps://mail.example.com:993']],
    ['mail.example.com:143', ['imap://mail.example.com:143']],
    ['mail.example.com:995', ['pops://mail.example.com:995']],
    ['mail.example.com:110', ['pop://mail.example.com:110']],
    ['[::1]:995', ['pops://[::1]:995']],
    ['imap://mail.example.com', ['imap://mail.example.com:143']],
    ['imaps://mail.example.com', ['imaps://mail.example.com:993']],
    ['pop://mail.example.com', ['pop://mail.example.com:110']],
    ['POP3S://mail.example.com', ['pops://mail.example.com:995']],
    ['imaps://mail.example.com:10993', ['imaps://mail.example.com:10993']],
    ['imap://[::1]:1143/', ['imap://[::1]:1143']],
    ['imaps://anna@mail.example.com/INBOX', ['imaps://mail.example.com:993']],
    [' mail.example.com\n', four('mail.example.com')],
    ['mail\u3002example\uff0ecom', four('mail.example.com')],
    ['imaps://bob:se/cret@mail.example.com', ['imaps://mail.example.com:993']],
    ['https://mail.example.com/', four('mail.example.com')],
    ['https://mail.example.com:8443/webmail?x#y', four('mail.example.com')],
  ])('reads %j', (text, expected) => expect(names(text)).toEqual(expected))

  it.each([
    ['mail.example.com', 'tls', ['imaps://mail.example.com:993', 'pops://mail.example.com:995']],
    ['mail.example.com', 'starttls', ['imap://mail.example.com:143', 'pop://mail.example.com:110']],
    ['mail.example.com:10993', 'starttls', ['imap://mail.example.com:10993']],
    ['imaps://mail.example.com', 'tls', ['imaps://mail.example.com:993']],
    ['imap://mail.example.com', 'starttls', ['imap://mail.example.com:143']],
    ['imap://mail.example.com:993', 'tls', ['imaps://mail.example.com:993']],
    ['mail.example.com:993', 'starttls', ['imap://mail.example.com:993']],
  ] as const)('reads %j with --security %s', (text, security, expected) => {
    expect(names(text, security)).toEqual(expected)
  })

  it('uses the plain ports for --security none', () => {
    const { endpoints } = parseTargets(['mail.example.com'], 'none')
    expect(endpoints.map(({ port, security }) => `${port} ${security}`)).toEqual(['143 none', '110 none'])
  })

  it('keeps the order and takes nothing twice', () => {
    const { endpoints } = parseTargets(['pops://a.example', 'a.example', 'a.example:143'])
    expect(endpoints.map(({ port }) => port)).toEqual([995, 993, 143, 110])
  })

  it('keeps which endpoints it used with TLS although the target says STARTTLS', () => {
    const { endpoints, tlsInstead } = parseTargets([
      'imap://a.example:993',
      'pops://a.example',
      'pop://b.example',
    ])
    expect(tlsInstead).toEqual([{ protocol: 'imap', host: 'a.example', port: 993, security: 'tls' }])
    expect(endpoints[0]).toEqual(tlsInstead[0])
  })

  it('knows the demo', () => {
    const nothing = { endpoints: [], asked: [], notes: [], trimmed: [], tlsInstead: [] }
    expect(parseTargets(['Demo'])).toEqual({ ...nothing, demo: true })
  })

  it.each([
    ['mail.example.com:10993', ['guessed']],
    ['mail.example.com:993', ['named']],
    ['imap://mail.example.com', ['named']],
    ['pops://mail.example.com:10995', ['named']],
    ['mail.example.com', ['standard', 'standard', 'standard', 'standard']],
    ['https://mail.example.com/', ['standard', 'standard', 'standard', 'standard']],
  ])('says how %j was asked for', (text, asked) => expect(parseTargets([text]).asked).toEqual(asked))

  it('a standard port that is named as well was named', () => {
    const { endpoints, asked } = parseTargets(['mail.example.com', 'imap://mail.example.com'])
    expect(endpoints.map(({ port }, index) => `${port} ${asked[index]}`)).toEqual([
      ...['993 standard', '143 named', '995 standard', '110 standard'],
    ])
    expect(parseTargets(['mail.example.com:143', 'mail.example.com']).asked[0]).toBe('named')
  })
})

describe('what was cleaned is said', () => {
  it.each([
    [' mail.example.com', 'White space'],
    ['https://mail.example.com/x', 'web address'],
    ['imaps://mail.example.com/INBOX', '"/INBOX"'],
    ['imaps://anna@mail.example.com', '--user anna'],
    ['imap://mail.example.com:993', 'TLS from the first byte'],
  ])('%j', (text, part) => expect(parseTargets([text]).notes.join()).toContain(part))

  it('and nothing where nothing was', () =>
    expect(parseTargets(['imaps://mail.example.com']).notes).toEqual([]))

  it('never a password', () => {
    const { notes } = parseTargets([' imaps://anna:hunter2@mail.example.com'])
    expect(notes.join()).not.toContain('hunter2')
    expect(notes.join()).toContain('password')
    expect(error('imaps://anna:hunter2@mail..example').message).not.toContain('hunter2')
    expect(error('anna:hunter2@mail.example').message).not.toContain('hunter2')
    expect(error('imaps://anna:hun@ter2@mail..example').message).toMatch(/anna:\.\.\.@mail/)
  })

  // What stands between is the secret, whatever the text around it is taken for.
  it.each([
    ['imaps://bob:SE/CRET@host.example'],
    ['imaps://bob:1234/SECRET@host.example'],
    ['imaps://bob:SECRET@[::1'],
    ['imaps://bob:SECRET@host.example:imap'],
    ['imaps://bob:SECRET?#@'],
    ['https://bob:1234/SECRET@host.example'],
    ['https://bob:SE/CRET@host.example'],
    ['imaps:bob:SECRET@host.example'],
    ['imaps:/bob:SECRET@host.example'],
    ['bob:SECRET@a.example,b.example'],
    ['bob:a.example,SECRET.example@b.example'],
    ['imaps://bob:SEC RET@host.example'],
    ['mailto:bob:SECRET@host.example'],
    ['imaps://bob\uff1aSECRET@host.example'],
    ['imaps://bob%3ASECRET@host.example'],
    ['imaps://bob:SECRET\uff20host.example'],
    ['imaps://bob:SECRET%40host.example'],
    ['ftp://bob:SECRET@demo:993'],
  ])('in %j', (text) => {
    expect(printableTarget(text)).not.toMatch(/SEC?|RET/)
    let said: string
    try {
      const { endpoints, notes, trimmed } = parseTargets([text])
      said = JSON.stringify([endpoints, notes, trimmed])
      for (const { host } of endpoints) expect(host).toBe('host.example')
    } catch (caught) {
      if (!(caught instanceof UserError)) throw caught
      said = `${caught.message} ${caught.hint}`
    }
    expect(said).not.toMatch(/SEC|RET\b|SE\//)
  })

  it('a target that may be shown stays as it is', () => {
    for (const text of ['mail.example.com:993', 'imaps://anna@mail.example.com', '[::1]:993', ''])
      expect(printableTarget(text)).toBe(text)
  })

  it('lists the targets that lost white space', () => {
    expect(parseTargets([' a.example', 'b.example', ' imaps://x:y@c.example ']).trimmed).toEqual([
      'a.example',
      'imaps://x:...@c.example',
    ])
  })
})

describe('--security', () => {
  it.each([
    ['imaps://mail.example.com', 'starttls', 'imaps:// already means implicit TLS'],
    ['imaps://mail.example.com', 'none', 'leave out --security'],
    ['pop3s://mail.example.com:10995', 'none', 'pop3s:// already means implicit TLS'],
    ['imap://mail.example.com', 'tls', 'imap:// already means STARTTLS'],
  ] as const)('is refused where %s says otherwise than %s', (text, security, message) => {
    expect(error(text, security)).toMatchObject({ code: 'usage', message: expect.stringContaining(message) })
  })

  it('is not guessed away', () => {
    const { asked, endpoints, notes } = parseTargets(['mail.example.com:10995'], 'tls')
    expect(asked).toEqual(['named'])
    expect(endpoints).toMatchObject([{ security: 'tls', port: 10_995 }])
    expect(notes.join()).toContain('pops://mail.example.com:10995')
  })

  it('that is unusual for the port is said', () => {
    expect(parseTargets(['mail.example.com:993'], 'starttls').notes.join()).toContain('implicit TLS')
    expect(parseTargets(['mail.example.com:993'], 'tls').notes).toEqual([])
  })
})

describe('an address or a domain', () => {
  it.each([
    ['anna@example.com', { target: 'anna@example.com', domain: 'example.com', address: 'anna@example.com' }],
    [' @Example.COM. ', { target: '@example.com', domain: 'example.com' }],
    [
      'anna@b\u00fccher.example',
      {
        target: 'anna@xn--bcher-kva.example',
        domain: 'xn--bcher-kva.example',
        address: 'anna@xn--bcher-kva.example',
      },
    ],
  ])('%j is an account, whose servers are searched for', (text, account) => {
    const parsed = parseTargets([text])
    expect(parsed.account).toEqual(account)
    expect(parsed.endpoints).toEqual([])
  })

  it('goes together with servers, and not with another account', () => {
    const parsed = parseTargets(['anna@example.com', 'imaps://mail.example.com', 'anna@example.com'])
    expect(parsed.endpoints).toHaveLength(1)
    expect(parsed.account?.target).toBe('anna@example.com')
    expect(() => parseTargets(['anna@example.com', 'bob@example.com'])).toThrow(/anna@example.com already/)
  })
})

describe('targets that are refused, with the nearest valid form', () => {
  it.each([
    ['', 'empty', 'mail.example.com'],
    ['anna@example.com:993', 'has no port', 'example.com:993'],
    ['anna@example.com/INBOX', 'does not belong to an address', 'anna@example.com'],
    ['anna:hunter2@example.com', 'a password in it', 'anna@example.com?'],
    ['https://anna@example.com', 'no web address', 'anna@example.com'],
    ['anna@[::1]', 'no domain', '::1'],
    ['anna@', 'host is missing', ''],
    ['anna@demo', 'demo stands alone', 'mailadvise probe demo'],
    ['mailto:anna@example.com', 'address', ''],
    ['smtp://mail.example.com', 'SMTP only sends', 'imaps://mail.example.com'],
    ['imasp://mail.example.com', 'unknown scheme', 'imap://mail.example.com'],
    ['ftp://mail.example.com', 'unknown scheme', '://mail.example.com'],
    ['mail.example.com:0', 'no port number', '1 to 65535'],
    ['mail.example.com:65536', 'no port number', ':993'],
    ['mail.example.com:imap', 'no port number', ''],
    ['mail..example.com', 'not a host name', 'mail.example.com'],
    ['mail,example.com', 'not a host name', 'mail.example.com'],
    ['-mail.example.com', 'hyphen', 'mail.example.com'],
    ['127.1', 'not a complete IPv4', '127.0.0.1'],
    ['127.1:1', 'not a complete IPv4', '127.0.0.1:1?'],
    ['imaps://127.1', 'not a complete IPv4', 'imaps://127.0.0.1?'],
    ['a.invalid,b.invalid', 'two targets?', 'a.invalid b.invalid'],
    ['a.invalid b.invalid', 'white space', 'of its own'],
    ['imaps:mail.example.com', 'slashes', 'imaps://mail.example.com'],
    ['imaps:/mail.example.com:993', 'slashes', 'imaps://mail.example.com:993'],
    ['\u{1f4e7}.invalid', 'not a host name', 'xn--du8h.invalid'],
    ['!.invalid', 'not a host name', 'A target is'],
    ['demo:993', 'demo stands alone', 'mailadvise probe demo'],
    ['imaps://demo', 'demo stands alone', 'mailadvise probe demo'],
    ['demo.', 'demo stands alone', 'mailadvise probe demo'],
    ['https://mail.example.com/@anna', 'not clear where its host is', ''],
    ['imaps://mail.example.com/a@b', 'not clear where its host is', ''],
    ['1.2.3.4.5', 'not an IPv4', ''],
    ['[::1', '', ''],
    ['[zz::1]', 'IPv6', ''],
    [`${'a'.repeat(64)}.example`, '', ''],
    [`${'a.'.repeat(130)}example`, '', ''],
    ['imaps://', 'host is missing', ''],
  ])('%j', (text, why, instead) => {
    const { code, message, hint } = error(text)
    expect(code).toBe('bad-target')
    expect(message).toContain(why)
    expect(hint ?? '').toContain(instead)
  })

  it('never throws anything else, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        try {
          for (const { host, port } of parseTargets([text]).endpoints) {
            expect(host).not.toBe('')
            expect(port).toBeGreaterThan(0)
          }
        } catch (caught) {
          expect(caught).toBeInstanceOf(UserError)
        }
      }),
    )
  })
})
