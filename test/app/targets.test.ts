import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseTargets } from '../../src/app/targets.js'
import { type Security, UserError } from '../../src/model/index.js'
import { endpointName } from '../../src/render/endpoint.js'

const names = (text: string, security?: Security) =>
  parseTargets([text], security).endpoints.map(endpointName)

function error(text: string): UserError {
  try {
    parseTargets([text])
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
    ['https://mail.example.com/', four('mail.example.com')],
    ['https://mail.example.com:8443/webmail?x#y', four('mail.example.com')],
  ])('reads %j', (text, expected) => expect(names(text)).toEqual(expected))

  it.each([
    ['mail.example.com', 'tls', ['imaps://mail.example.com:993', 'pops://mail.example.com:995']],
    ['mail.example.com', 'starttls', ['imap://mail.example.com:143', 'pop://mail.example.com:110']],
    ['mail.example.com:10993', 'starttls', ['imap://mail.example.com:10993']],
    ['imaps://mail.example.com', 'starttls', ['imap://mail.example.com:143']],
    ['imap://mail.example.com', 'tls', ['imaps://mail.example.com:993']],
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

  it('knows the demo', () => {
    expect(parseTargets(['Demo'])).toEqual({ endpoints: [], asked: [], notes: [], demo: true })
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
})

describe('targets that are refused, with the nearest valid form', () => {
  it.each([
    ['', 'empty', 'mail.example.com'],
    ['anna@example.com', 'not part of this version yet', 'imap.example.com'],
    ['@example.com', 'not part of this version yet', 'imap.example.com'],
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
