import { randomBytes } from 'node:crypto'
import type { RequestListener, ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { diagnose } from '../../src/app/diagnose.js'
import { discover } from '../../src/app/discover.js'
import { type DnsServer, dnsServer, txt, zoneOf } from '../../src/dev/evaluation/dns-server.js'
import type { DiscoveryDocument } from '../../src/model/index.js'
import { temporaryFile } from '../cli/support.js'
import { configuration, entry, imapFields } from '../support/autoconfig.js'
import { type WebServer, webServer } from '../support/web-server.js'
import { expectSafeDiscovery } from './discovery-document.js'
import { formsOf } from './examine.js'
import { leaksIn, password } from './secrets.js'

const domain = 'example.test'
const address = `anna@${domain}`
const hosts = [domain, `autoconfig.${domain}`, `autodiscover.${domain}`, `ua-auto-config.${domain}`]

/** Where a document of each kind is asked for; the address is told to those that take one. */
const places = {
  autoconfig: `autoconfig.${domain}/mail/config-v1.1.xml?emailaddress=anna%40${domain}`,
  'well-known': `${domain}/.well-known/autoconfig/mail/config-v1.1.xml`,
  autodiscover: `autodiscover.${domain}/autodiscover/autodiscover.xml`,
  pacc: `ua-auto-config.${domain}/.well-known/user-agent-configuration.json`,
} as const

type Kind = keyof typeof places

/** A healthy document of each kind around one host and one user name. */
function documentOf(kind: Kind, host: string, user: string, port = '993'): string {
  if (kind === 'pacc') {
    return JSON.stringify({ protocols: { imap: { host } }, info: { provider: { name: user } } })
  }
  if (kind !== 'autodiscover') {
    return configuration(
      entry('incomingServer', 'imap', { ...imapFields, hostname: host, username: user, port }),
    )
  }
  const fields = `<Type>IMAP</Type><Server>${host}</Server><Port>${port}</Port><SSL>on</SSL><LoginName>${user}</LoginName>`
  return autodiscover(`<Action>settings</Action><Protocol>${fields}</Protocol>`)
}

function autodiscover(account: string): string {
  return (
    '<Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006">' +
    '<Response xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a">' +
    `<Account><AccountType>email</AccountType>${account}</Account></Response></Autodiscover>`
  )
}

let server: WebServer
let resolver: DnsServer
let caFile = ''

beforeAll(async () => {
  server = await webServer(hosts)
  resolver = await dnsServer(zoneOf([]))
  caFile = temporaryFile('ca.pem', server.caPem)
})

afterAll(() => Promise.all([server.close(), resolver.close()]))

const routes = () => hosts.map((host) => ({ host, port: 443, toHost: '127.0.0.1', toPort: server.port }))

/** Searches with one document served, at the place of its kind. */
async function searched(kind: Kind, page: string | Buffer | RequestListener): Promise<DiscoveryDocument> {
  server.serve({ [places[kind]]: page })
  return discover(address, {
    timeoutMs: 3_000,
    sendAddress: true,
    dnsServers: [resolver.address],
    caFiles: [caFile],
    connectTo: routes(),
  })
}

/** Fails where a promise that holds for every document is broken. */
function holdPromises(document: DiscoveryDocument): void {
  expectSafeDiscovery(document)
  for (const { headers, host } of server.asked) {
    expect(hosts).toContain(host)
    expect(Object.keys(headers)).not.toContain('cookie')
    expect(Object.keys(headers)).not.toContain('authorization')
    expect(headers['accept-encoding']).toBe('identity')
  }
  // A redirect may be followed three times, and each place is asked once.
  expect(server.asked.length).toBeLessThanOrEqual(Object.keys(places).length + 1 + 3)
  for (const { endpoint, mayReceiveSecrets } of document.candidates) {
    expect(mayReceiveSecrets).not.toBe(true)
    expect(endpoint.host).toMatch(/^[a-z0-9.-]+\.test$/)
  }
}

/** Sends a piece again and again until nobody listens any more. */
function flood(response: ServerResponse, piece: string | Buffer): void {
  let sent = 0
  const more = () => {
    while (!response.destroyed && sent < 96 * 1024 * 1024) {
      sent += piece.length
      if (!response.write(piece)) {
        response.once('drain', more)
        return
      }
    }
  }
  more()
}

function drip(response: ServerResponse, text: string): void {
  const bytes = [...text]
  const timer = setInterval(() => {
    const next = bytes.shift()
    if (next === undefined || response.destroyed) clearInterval(timer)
    else response.write(next)
  }, 50)
}

const redirect =
  (to: string, headers: Record<string, string> = {}): RequestListener =>
  (_, response) =>
    response.writeHead(302, { location: to, ...headers }).end()

const good = (kind: Kind) => documentOf(kind, `mail.${domain}`, address)

const bomb = gzipSync(Buffer.alloc(100 * 1024 * 1024))

/** What a web server does, and a piece of what the search says of it. */
const behaviours: [string, (kind: Kind) => string | Buffer | RequestListener, RegExp][] = [
  [
    'an endless body',
    () => (_, response) => flood(response.writeHead(200), 'x'.repeat(65_536)),
    /longer than/,
  ],
  [
    'a body of white space without an end',
    () => (_, response) => flood(response.writeHead(200), ' '.repeat(65_536)),
    /longer than/,
  ],
  [
    'a length of 4 GiB announced',
    () => (_, response) => response.writeHead(200, { 'content-length': 2 ** 32 }).write('<'),
    /longer than/,
  ],
  [
    'endless headers',
    () => (request) => {
      request.socket.write('HTTP/1.1 200 OK\r\n')
      request.socket.write('x-header: y\r\n'.repeat(20_000))
    },
    /headers are longer|not HTTP/,
  ],
  [
    'endless interim answers',
    () => (request) => request.socket.write('HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(100_000)),
    /no .* within|time limit|not HTTP|closed|longer than/,
  ],
  [
    'a body that drips',
    (kind) => (_, response) => drip(response.writeHead(200), good(kind)),
    /no .* within|time limit/,
  ],
  ['silence', () => () => {}, /no .* within|time limit/],
  ['a drop', () => (request) => request.socket.destroy(), /closed|reset/],
  [
    'half a body',
    (kind) => (request, response) => {
      response.writeHead(200, { 'content-length': 5_000 }).write(good(kind))
      setTimeout(() => request.socket.destroy(), 50)
    },
    /closed|reset/,
  ],
  [
    'a body compressed although nobody asked',
    (kind) => (_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(good(kind))),
    /compressed/,
  ],
  [
    'a compressed body of 100 MB',
    () => (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
    /compressed/,
  ],
  ['noise', () => randomBytes(5_000), /not|unreadable/i],
  ['another protocol', () => (request) => request.socket.end('* OK IMAP4rev1 ready\r\n'), /not HTTP/],
  [
    'a switch of protocols',
    () => (request) => request.socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\n'),
    /HTTP status 101|closed|no .* within|time limit/,
  ],
  [
    'a redirect to itself',
    () => (request, response) => response.writeHead(302, { location: request.url ?? '' }).end(),
    /more than 3 redirects/,
  ],
  ['a redirect to another host', () => redirect('https://evil.test/'), /another host, not followed/],
  ['a redirect to this machine', () => redirect('https://127.0.0.1/'), /another host, not followed/],
  ['a redirect to clear text', () => redirect('http:'), /not https|no address|more than/],
  [
    'a redirect with credentials',
    () => redirect('https://user:hunter2@evil.test/'),
    /with credentials, not followed/,
  ],
  ['a redirect to a file', () => redirect('file:///etc/passwd'), /not followed/],
  [
    'a redirect with a cookie',
    (kind) => (request, response) => {
      const [path = ''] = (request.url ?? '').split('?')
      response.writeHead(302, { location: `${path}/2`, 'set-cookie': 'a=b; Path=/' }).end(kind)
    },
    /HTTP status 404/,
  ],
  [
    'a redirect of terminal commands',
    () => (request) =>
      request.socket.write('HTTP/1.1 302 Found\r\nlocation: https://\u009b31m\r\ncontent-length: 0\r\n\r\n'),
    /no address|not HTTP|another host/,
  ],
  [
    'a page that asks for a password',
    () => (_, response) => response.writeHead(401, { 'www-authenticate': 'Basic' }).end(),
    /401/,
  ],
]

const xmlOnly: [string, (kind: Kind) => string, RegExp][] = [
  [
    'entities that multiply',
    (kind) =>
      `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>${good(kind)}`,
    /DOCTYPE/,
  ],
  [
    'an entity of a file',
    (kind) => `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>${good(kind).replace(/mail\./, '&a;')}`,
    /DOCTYPE/,
  ],
  ['deep nesting', () => `${'<a>'.repeat(4_000)}${'</a>'.repeat(4_000)}`, /nests deeper|tags and attributes/],
  ['thousands of elements', () => `<a>${'<b/>'.repeat(60_000)}</a>`, /tags and attributes/],
  [
    'thousands of attributes',
    () => `<a ${Array.from({ length: 20_000 }, (_, at) => `a${at}="b"`).join(' ')}/>`,
    /tags and attributes/,
  ],
  ['names of members', () => '<__proto__><constructor x="1"/></__proto__>', /refused|not|no IMAP/],
  ['an element that is not closed', () => '<clientConfig><emailProvider>', /not well-formed/],
]

const jsonOnly: [string, () => string, RegExp][] = [
  ['deep nesting', () => '['.repeat(100_000), /not|JSON/],
  ['deep nesting that ends', () => `${'{"protocols":'.repeat(8_000)}1${'}'.repeat(8_000)}`, /not|JSON|no/i],
  ['names of members', () => '{"__proto__":{"protocols":{"imap":{"host":"a.test"}}},"constructor":1}', /no/i],
  ['a list of protocols', () => '{"protocols":[1,{"imap":{"host":["a"]}},null]}', /no/i],
]

/** Hosts and user names that no honest document names. */
const named: [string, string, string][] = [
  ['this machine by address', '127.0.0.1', address],
  ['this machine by name', 'localhost', address],
  ['a private address', '10.0.0.1', address],
  ['the address of the cloud', '169.254.169.254', address],
  ['this machine in IPv6', '[::1]', address],
  ['an address in one number', '2130706433', address],
  ['a host of terminal commands', '\u009b31m.test', address],
  ['a host with a path', 'a.test/../b', address],
  ['a host with credentials', 'user:hunter2@a.test', address],
  ['a host with a port', 'a.test:1', address],
  ['a host of white space', 'a.test\tb', address],
  ['a long host', `${'a'.repeat(300)}.test`, address],
  ['a user name of direction marks', `mail.${domain}`, 'x\u202e\u2066\u200by'],
  ['a long user name', `mail.${domain}`, 'x'.repeat(100_000)],
]

const kinds = Object.keys(places) as Kind[]

describe.each(kinds)('a hostile document at the place of %s', (kind) => {
  const own = kind === 'pacc' ? jsonOnly : xmlOnly
  // The same code asks for all of them: once by GET and once by POST.
  const transfers = kind === 'autoconfig' || kind === 'autodiscover' ? behaviours : []

  it.each([...transfers, ...own])('%s', async (_, page, says) => {
    const document = await searched(kind, page(kind))
    holdPromises(document)
    expect(document.candidates.filter(({ source }) => source !== 'guess')).toEqual([])
    const { because = '', failure } = document.sources.find(({ source }) => source === kind) ?? {}
    expect(`${because} ${failure?.message}`).toMatch(says)
    expect(JSON.stringify(document)).not.toContain('hunter2')
  })

  it.each(named)('names %s', async (_, host, user) => {
    const document = await searched(kind, documentOf(kind, host, user))
    holdPromises(document)
    expect(
      document.candidates.map(({ endpoint }) => endpoint.host).filter((one) => one !== `mail.${domain}`),
    ).toEqual([])
    expect(JSON.stringify(document.candidates)).not.toContain('hunter2')
  })

  it.each(kind === 'pacc' ? [] : ['0', '65536', '9e2', '0x3e1'])('names the port "%s"', async (port) => {
    const document = await searched(kind, documentOf(kind, `mail.${domain}`, address, port))
    holdPromises(document)
    for (const { endpoint } of document.candidates) expect(endpoint.port).toBe(993)
  })
})

it('a healthy document of each kind is found, so that the others were read', async () => {
  for (const kind of kinds) {
    const document = await searched(kind, good(kind))
    holdPromises(document)
    expect(document.candidates.map(({ endpoint, source }) => [endpoint.host, source])).toEqual([
      [`mail.${domain}`, kind],
    ])
  }
})

it('a TXT record of PACC is shown safely, whatever is in it', async () => {
  await resolver.close()
  const name = `_ua-auto-config.${domain}`
  resolver = await dnsServer(
    zoneOf([txt(name, '\u001b[2J\u202e', 'v=UAAC1; a=sha256; d=='), txt(name, 'x'.repeat(255))]),
  )
  holdPromises(await searched('pacc', good('pacc')))
})

it('a secret that a record or a document holds is masked where somebody signs in', async () => {
  await resolver.close()
  resolver = await dnsServer(zoneOf([txt(`_ua-auto-config.${domain}`, `v=UAAC1; a=sha256; d=${password}`)]))
  server.serve({ [places['well-known']]: redirect(`https://${encodeURIComponent(password)}.test/`) })
  const document = await diagnose([address], {
    timeoutMs: 3_000,
    dnsServers: [resolver.address],
    caFiles: [caFile],
    connectTo: routes(),
    signIn: { user: address, password },
  })
  expect(document.discovery?.sources.find(({ source }) => source === 'pacc')?.records?.join()).toContain(
    '[secret]',
  )
  for (const [form, text] of Object.entries(formsOf(document))) {
    expect({ form, leaks: leaksIn(text) }).toEqual({ form, leaks: [] })
  }
})
