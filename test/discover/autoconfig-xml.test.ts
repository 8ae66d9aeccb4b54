import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAutoconfig } from '../../src/discover/documents/autoconfig-xml.js'
import type { Reading } from '../../src/discover/documents/reading.js'
import { readXml } from '../../src/discover/documents/xml.js'
import { hostName, isAddress, isOfThisNetwork, WireFailure } from '../../src/net/index.js'
import { configuration, entry, imapFields, pop3Fields } from '../support/autoconfig.js'

async function read(document: string | Buffer, address?: string): Promise<Reading | undefined> {
  const root = await readXml(Buffer.from(document))
  return root && readAutoconfig(root, { domain: 'example.test', address })
}

/** The cause and the words of the failure that reading ends in. */
async function refusal(document: string | Buffer): Promise<string> {
  const result = await read(document).catch((error: unknown) => error)
  return result instanceof WireFailure ? `${result.failure.cause}: ${result.message}` : 'read'
}

async function imapWith(
  fields: Partial<Record<keyof typeof imapFields, string | string[]>>,
): Promise<Reading> {
  const reading = await read(configuration(entry('incomingServer', 'imap', { ...imapFields, ...fields })))
  if (reading === undefined) throw new Error('not read')
  return reading
}

describe('a configuration', () => {
  it('gives every server with all that is said about it', async () => {
    const pop3 = entry(
      'incomingServer',
      'pop3',
      { ...pop3Fields, username: '%EMAILLOCALPART%' },
      '<pop3><leaveMessagesOnServer>true</leaveMessagesOnServer><daysToLeaveMessagesOnServer>14</daysToLeaveMessagesOnServer></pop3>',
    )
    const smtp = { ...imapFields, hostname: 'smtp.example.test', port: '587', socketType: 'STARTTLS' }
    const reading = await read(
      configuration(entry('incomingServer', 'imap', imapFields), pop3, entry('outgoingServer', 'smtp', smtp)),
    )
    expect(reading).toEqual({
      servers: {
        incoming: [
          {
            endpoint: { protocol: 'imap', host: 'imap.example.test', port: 993, security: 'tls' },
            userName: 'address',
            authentication: ['password-cleartext'],
          },
          {
            endpoint: { protocol: 'pop3', host: 'pop.example.test', port: 995, security: 'tls' },
            userName: 'local-part',
            authentication: ['password-cleartext'],
            leaveOnServer: true,
            daysOnServer: 14,
          },
        ],
        outgoing: [{ host: 'smtp.example.test', port: 587, security: 'starttls' }],
      },
      remarks: [],
    })
  })

  it('keeps the order of its servers: the first is what the provider prefers', async () => {
    const document = configuration(
      entry('incomingServer', 'pop3', pop3Fields),
      entry('incomingServer', 'imap', { ...imapFields, port: '143', socketType: 'STARTTLS' }),
      entry('incomingServer', 'imap', imapFields),
    )
    const reading = await read(document)
    expect(reading?.servers.incoming.map(({ endpoint }) => `${endpoint.protocol} ${endpoint.port}`)).toEqual([
      'pop3 995',
      'imap 143',
      'imap 993',
    ])
  })

  it('is taken at the first socketType that is known, and never falls back to clear text', async () => {
    const several = await imapWith({ socketType: ['QUIC', 'STARTTLS', 'plain'] })
    expect(several.servers.incoming[0]?.endpoint.security).toBe('starttls')
  })

  it('that offers clear text only is kept as that', async () => {
    const { servers } = await imapWith({ socketType: 'plain', port: '143' })
    expect(servers.incoming[0]?.endpoint).toEqual({
      protocol: 'imap',
      host: 'imap.example.test',
      port: 143,
      security: 'none',
    })
  })

  it('may leave the domain to be filled in in a host name', async () => {
    const { servers } = await imapWith({ hostname: 'mail.%EMAILDOMAIN%' })
    expect(servers.incoming[0]?.endpoint.host).toBe('mail.example.test')
  })

  it('may name hosts in their own script, which become A-labels', async () => {
    const { servers } = await imapWith({ hostname: ' IMAP.Bücher.example\n' })
    expect(servers.incoming[0]?.endpoint.host).toBe('imap.xn--bcher-kva.example')
  })

  it('with POP3 on the port of IMAP is believed, and the oddity is said', async () => {
    const document = configuration(entry('incomingServer', 'pop3', { ...pop3Fields, port: '993' }))
    const reading = await read(document)
    expect(reading?.servers.incoming[0]?.endpoint).toMatchObject({
      protocol: 'pop3',
      port: 993,
      security: 'tls',
    })
    expect(reading?.remarks).toEqual(['pop3 on port 993, the port of imap'])
  })

  it('loses only the entries that are malformed, and says which', async () => {
    const document = configuration(
      entry('incomingServer', 'imap', { ...imapFields, hostname: 'two words' }),
      entry('incomingServer', 'imap', { ...imapFields, port: '99999' }),
      entry('incomingServer', 'pop3', { ...pop3Fields, socketType: 'maybe' }),
      entry('outgoingServer', 'smtp', { hostname: 'smtp.example.test' }),
      entry('incomingServer', 'imap', imapFields),
    )
    const reading = await read(document)
    expect(reading?.servers.incoming.map(({ endpoint }) => endpoint.host)).toEqual(['imap.example.test'])
    expect(reading?.remarks).toEqual([
      'imap left out: its host cannot be used ("two words")',
      'imap left out: no port ("99999")',
      'pop3 left out: no known socketType ("maybe")',
      'smtp left out: no port (nothing)',
    ])
  })

  it('may hold elements, attributes and servers of kinds that are not known', async () => {
    const document = configuration(
      entry('incomingServer', 'exchange', { hostname: 'exchange.example.test' }),
      entry('incomingServer', 'imap', imapFields, '<future level="2"><imap>1</imap></future>'),
      '<x:extension xmlns:x="urn:example"><hostname>wrong.example.test</hostname></x:extension>',
    )
    const reading = await read(document)
    expect(reading?.servers.incoming.map(({ endpoint }) => endpoint.host)).toEqual(['imap.example.test'])
    expect(reading?.remarks).toEqual([])
  })

  it('with more servers than anybody has is cut', async () => {
    const many = Array.from({ length: 200 }, (_, index) =>
      entry('incomingServer', 'imap', { ...imapFields, hostname: `imap${index}.example.test` }),
    )
    const reading = await read(configuration(...many))
    expect(reading?.servers.incoming).toHaveLength(16)
    expect(reading?.remarks).toEqual(['184 further servers left out'])
  })

  it.each([
    ['%EMAILADDRESS%', 'address'],
    ['%emailaddress%', 'address'],
    ['%EMAILADDRESS', 'address'],
    ['%EMAILLOCALPART%@%EMAILDOMAIN%', 'address'],
    ['%EMAILLOCALPART%', 'local-part'],
    ['%EMAILLOCALPART%.%EMAILDOMAIN%', 'domain-literal'],
    ['Jane@Example.Test', 'address'],
    ['jane', 'local-part'],
    ['your customer number', 'other'],
  ])('with the user name %s asks for the form %s', async (username, form) => {
    const document = configuration(entry('incomingServer', 'imap', { ...imapFields, username }))
    const reading = await read(document, 'jane@example.test')
    expect(reading?.servers.incoming[0]?.userName).toBe(form)
  })

  it.each([
    [
      ['plain', 'secure'],
      ['password-cleartext', 'password-encrypted'],
    ],
    [
      ['OAuth2', 'password-cleartext', 'oauth2'],
      ['oauth2', 'password-cleartext'],
    ],
    [
      ['NTLM', 'GSSAPI', 'TLS-client-cert', 'client-IP-address'],
      ['ntlm', 'gssapi', 'client-certificate', 'client-ip-address'],
    ],
    [['telepathy', 'constructor'], ['unknown']],
  ])('with the authentication %j offers %j', async (authentication, methods) => {
    const { servers } = await imapWith({ authentication })
    expect(servers.incoming[0]?.authentication).toEqual(methods)
  })

  it.each([
    ['', 'nothing'],
    ['a b.example', 'white space inside'],
    ['imap.example.test:993', 'a port'],
    ['https://imap.example.test', 'an address of the web'],
    ['user@imap.example.test', 'an address of mail'],
    ['imap\u0007.example.test', 'a control character'],
    ['imap\u202e.example.test', 'a direction character'],
    ['imap\u00ad.example.test', 'a soft hyphen'],
    ['-imap.example.test', 'a label that starts with a hyphen'],
    ['imap..example.test', 'an empty label'],
    [`${'a'.repeat(64)}.example.test`, 'a label that is too long'],
    [`${'a.'.repeat(150)}test`, 'a name that is too long'],
    ['x'.repeat(5000), 'an absurd length'],
    ['127.0.0.1', 'loopback'],
    ['127.1', 'loopback, cut short'],
    ['0x7f000001', 'loopback in hexadecimal'],
    ['2130706433', 'loopback as a number'],
    ['10.1.2.3', 'a private address'],
    ['169.254.169.254', 'a link-local address'],
    ['::1', 'loopback of IPv6'],
    ['[fe80::1]', 'a link-local address in brackets'],
    ['::ffff:192.168.0.1', 'a private address inside IPv6'],
    ['%EMAILADDRESS%', 'a placeholder that belongs elsewhere'],
  ])('with %j as its host is left out: %s', async (hostname) => {
    const { servers, remarks } = await imapWith({ hostname: hostname.replaceAll('&', '&amp;') })
    expect(servers.incoming).toEqual([])
    expect(remarks[0]).toMatch(/^imap left out: its host cannot be used/)
  })

  it('may be in an old encoding that it names', async () => {
    const document = configuration(
      '<displayShortName>B\u00fccher</displayShortName>',
      entry('incomingServer', 'imap', imapFields),
    )
    const old = Buffer.from(document.replace('UTF-8', 'ISO-8859-1'), 'latin1')
    expect((await read(old))?.servers.incoming).toHaveLength(1)
  })

  it('may name a public address', async () => {
    const { servers } = await imapWith({ hostname: '203.0.113.7' })
    expect(servers.incoming[0]?.endpoint.host).toBe('203.0.113.7')
  })

  it.each(['0', '65536', '-1', '993.5', '0x3e1', '1e3', '٩٩٣', '', '993 995'])(
    'with the port %j is left out',
    async (port) => {
      const { servers, remarks } = await imapWith({ port })
      expect(servers.incoming).toEqual([])
      expect(remarks[0]).toMatch(/^imap left out: no port/)
    },
  )
})

describe('what is no configuration', () => {
  it.each([
    '<html><head><title>Parked</title></head><body>Buy this domain</body></html>',
    '<!DOCTYPE html>\n<html lang="en"><body><p>unclosed',
    '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd"><html/>',
    '<!-- cached --><HTML></HTML>',
  ])('is known as a web page: %j', async (page) => {
    await expect(read(page)).resolves.toBeUndefined()
  })

  it.each([
    ['', 'the document is not well-formed XML'],
    ['not found', 'the document is not well-formed XML'],
    ['{"protocols":{}}', 'the document is not well-formed XML'],
    ['<clientConfig><emailProvider>', 'the document is not well-formed XML'],
    ['<clientConfig/><clientConfig/>', 'the document is not well-formed XML'],
    ['<settings/>', 'the document is no mail configuration: "settings"'],
  ])('is malformed: %j', async (document, words) => {
    await expect(refusal(document)).resolves.toBe(`malformed: ${words}`)
  })

  it.each([
    [
      'entities that grow',
      '<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]><clientConfig>&c;</clientConfig>',
    ],
    [
      'an external entity',
      '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><clientConfig>&b;</clientConfig>',
    ],
    [
      'an external subset',
      '<?xml version="1.0"?><!doctype clientConfig SYSTEM "http://192.0.2.1/a.dtd"><clientConfig/>',
    ],
    ['two DOCTYPEs', '<!DOCTYPE a><!DOCTYPE b><clientConfig/>'],
  ])('is refused before it is parsed when it has %s', async (_, document) => {
    await expect(refusal(document)).resolves.toBe('malformed: the document has a DOCTYPE, which is refused')
  })

  it('is refused when it nests too deep', async () => {
    const deep = `<clientConfig>${'<a>'.repeat(4_000)}${'</a>'.repeat(4_000)}</clientConfig>`
    await expect(refusal(deep)).resolves.toMatch(/^malformed: the document nests deeper than 32 elements/)
  })

  it('is refused when it has more elements than anybody needs', async () => {
    const document = (count: number) => `<clientConfig>${'<a/>'.repeat(count)}</clientConfig>`
    await expect(refusal(document(9_998))).resolves.toBe('read')
    await expect(refusal(document(9_999))).resolves.toBe(
      'malformed: the document has more than 10000 tags and attributes',
    )
    const attributes = Array.from({ length: 20_000 }, (_, index) => `x${index}="1"`).join(' ')
    await expect(refusal(`<clientConfig ${attributes}/>`)).resolves.toMatch(/more than 10000 tags/)
  })

  it('is refused when it is not the text that it claims to be', async () => {
    const broken = Buffer.concat([
      Buffer.from('<clientConfig>'),
      Buffer.from([0xc3, 0x28]),
      Buffer.from('</clientConfig>'),
    ])
    await expect(refusal(broken)).resolves.toBe('malformed: the document is not valid UTF-8')
  })

  it('does not reach the prototype of any object', async () => {
    const document = configuration(
      '<__proto__><polluted>yes</polluted></__proto__><constructor><prototype>1</prototype></constructor>',
      entry('incomingServer', 'imap', imapFields),
    )
    await expect(refusal(document)).resolves.toMatch(/^malformed/)
    expect('polluted' in {}).toBe(false)
    const inAttributes = document.replace(
      /<__proto__>.*<\/constructor>/,
      '<a __proto__="1" constructor="2" toString="3"/>',
    )
    await expect(refusal(inAttributes)).resolves.toMatch(/^malformed/)
    expect(String({})).toBe('[object Object]')
  })
})

describe('whatever it is given, the reader', () => {
  const odd = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom(
      '127.0.0.1',
      '[::1]',
      'a b',
      '%EMAILDOMAIN%',
      'imap.%EMAILDOMAIN%',
      'localhost',
      '1.1',
      'ｉｍａｐ.example',
      '993',
      '0',
      '1e3',
      'SSL',
      'plain',
      '%EMAILADDRESS',
    ),
  )
  const escaped = odd.map((text) => text.replace(/[<>&]/g, ' '))
  const field = (name: keyof typeof imapFields) =>
    fc.oneof({ weight: 3, arbitrary: fc.constant(imapFields[name]) }, { weight: 1, arbitrary: escaped })
  const fields = fc.record(
    {
      hostname: field('hostname'),
      port: field('port'),
      socketType: field('socketType'),
      username: field('username'),
      authentication: field('authentication'),
    },
    { requiredKeys: [] },
  )
  const entries = fc
    .tuple(fc.constantFrom('imap', 'pop3', 'smtp', 'x'), fields)
    .map(([type, values]) => entry(type === 'smtp' ? 'outgoingServer' : 'incomingServer', type, values))
  const structured = fc.array(entries, { maxLength: 6 }).map((all) => Buffer.from(configuration(...all)))
  const healthy = configuration(
    entry('incomingServer', 'imap', imapFields),
    entry('incomingServer', 'pop3', pop3Fields),
  )
  const mutated = fc
    .tuple(fc.nat(healthy.length), fc.nat(30), fc.string({ maxLength: 8 }))
    .map(([at, length, text]) => Buffer.from(healthy.slice(0, at) + text + healthy.slice(at + length)))
  const documents = fc.oneof(
    structured,
    mutated,
    fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  )

  it('fails only as malformed, and never returns an endpoint that cannot be one', async () => {
    await fc.assert(
      fc.asyncProperty(documents, async (document) => {
        const result = await read(document).catch((error: unknown) => error)
        if (result === undefined) return
        if (result instanceof WireFailure) {
          expect(result.failure.cause).toBe('malformed')
          return
        }
        const { servers } = result as Reading
        for (const { host, port } of [
          ...servers.incoming.map(({ endpoint }) => endpoint),
          ...servers.outgoing,
        ]) {
          expect(hostName(host) ?? (isAddress(host) && !isOfThisNetwork(host) ? host : undefined)).toBe(host)
          expect(Number.isInteger(port) && port >= 1 && port <= 65_535).toBe(true)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('is given documents with endpoints among others: the property would hold for nothing otherwise', async () => {
    const sample = fc.sample(documents, { numRuns: 300, seed: 1 })
    const readings = await Promise.all(sample.map((document) => read(document).catch(() => undefined)))
    expect(readings.filter((reading) => (reading?.servers.incoming.length ?? 0) > 0).length).toBeGreaterThan(
      10,
    )
  })
})
