import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as documents from '../../src/discover/documents/index.js'
import type { SearchContext, SourceWord } from '../../src/discover/source.js'
import type { ServerCertificate } from '../../src/model/index.js'
import { configuration, entry, imapFields, pop3Fields } from '../support/autoconfig.js'
import { type Pages, searchAt, type WebServer, type Wish, webServer } from '../support/web-server.js'

const { askAutoconfig, askHttpAutoconfig, askHttpWellKnown, askIspdb, askWellKnown } = documents
const { askMxAutoconfig, askMxIspdb, askMxWellKnown } = documents

const hosts = [
  'example.test',
  'autoconfig.example.test',
  'autoconfig.mx.test',
  'mx.test',
  'live.thunderbird.net',
  'other.test',
]
const place = 'autoconfig.example.test/mail/config-v1.1.xml'
const healthy = configuration(
  entry('incomingServer', 'imap', imapFields),
  entry('incomingServer', 'pop3', pop3Fields),
)

let server: WebServer

beforeAll(async () => {
  server = await webServer(hosts)
})

afterAll(() => server.close())

/** Asks with the server holding some pages. */
function asked(
  pages: Pages,
  ask: (context: SearchContext) => Promise<SourceWord> = askAutoconfig,
  wish: Wish = {},
): Promise<SourceWord> {
  server.serve(pages)
  return ask(searchAt(server, hosts, wish))
}

/** Endpoints of a word, as `protocol host:port security`. */
function endpointsOf({ servers }: SourceWord): string[] {
  return servers.incoming.map(
    ({ endpoint: { protocol, host, port, security } }) => `${protocol} ${host}:${port} ${security}`,
  )
}

const both = ['imap imap.example.test:993 tls', 'pop3 pop.example.test:995 tls']

describe('a source of configurations', () => {
  it('autoconfig: is the host of that name, over HTTPS', async () => {
    const word = await asked({ [place]: healthy })
    expect(word.result).toMatchObject({
      source: 'autoconfig',
      asked: 'https://autoconfig.example.test/mail/config-v1.1.xml',
      outcome: 'found',
      trust: 'provider',
      ms: expect.any(Number),
    })
    expect(word.result).not.toHaveProperty('because')
    expect(endpointsOf(word)).toEqual(both)
    expect(server.asked.map(({ method, host, path }) => `${method} ${host}${path}`)).toEqual([`GET ${place}`])
  })

  it('well-known: is the domain itself, and never learns the address', async () => {
    const at = 'example.test/.well-known/autoconfig/mail/config-v1.1.xml'
    const word = await asked({ [at]: healthy }, askWellKnown, {
      address: 'jane@example.test',
      sendAddress: true,
    })
    expect(word.result).toMatchObject({ source: 'well-known', outcome: 'found', trust: 'provider' })
    expect(endpointsOf(word)).toEqual(both)
    expect(server.asked.map(({ path }) => path).join()).not.toContain('jane')
  })

  it('autoconfig learns the address only where it may be sent', async () => {
    const pages = { [place]: healthy, [`${place}?emailaddress=jane%2Bx%40example.test`]: healthy }
    const address = 'jane+x@example.test'
    expect((await asked(pages, askAutoconfig, { address })).result.asked).not.toContain('jane')
    expect(JSON.stringify(server.asked)).not.toContain('jane')
    const told = await asked(pages, askAutoconfig, { address, sendAddress: true })
    expect(told.result.asked).toBe(
      'https://autoconfig.example.test/mail/config-v1.1.xml?emailaddress=jane%2Bx%40example.test',
    )
    expect(endpointsOf(told)).toEqual(both)
  })

  it('ISPDB: is asked for the domain alone, and only when that is allowed', async () => {
    const at = 'live.thunderbird.net/autoconfig/v1.1/example.test'
    const refused = await asked({ [at]: healthy }, askIspdb)
    expect(refused.result).toMatchObject({ source: 'ispdb', outcome: 'skipped', trust: 'third-party', ms: 0 })
    expect(refused.result.because).toMatch(/--ispdb/)
    expect(server.asked).toEqual([])
    const wish = { ispdb: true, address: 'jane@example.test', sendAddress: true }
    const allowed = await asked({ [at]: healthy }, askIspdb, wish)
    expect(allowed.result).toMatchObject({ outcome: 'found', trust: 'third-party' })
    expect(endpointsOf(allowed)).toEqual(both)
    expect(JSON.stringify(server.asked)).not.toContain('jane')
  })

  it('http: is asked in clear only when that is allowed, and is never trusted', async () => {
    const at = 'example.test/.well-known/autoconfig/mail/config-v1.1.xml'
    for (const [ask, page] of [
      [askHttpAutoconfig, place],
      [askHttpWellKnown, at],
    ] as const) {
      const refused = await asked({ [page]: healthy }, ask)
      expect(refused.result).toMatchObject({ outcome: 'skipped', trust: 'unverified' })
      expect(server.asked).toEqual([])
      const allowed = await asked({ [page]: healthy }, ask, { httpAutoconfig: true })
      expect(allowed.result).toMatchObject({ asked: `http://${page}`, outcome: 'found', trust: 'unverified' })
      expect(endpointsOf(allowed)).toEqual(both)
    }
  })

  it('MX: is asked for the name that the MX leads to, without the address, and only inferred', async () => {
    const pages = {
      'autoconfig.mx.test/mail/config-v1.1.xml': healthy,
      'mx.test/.well-known/autoconfig/mail/config-v1.1.xml': healthy,
      'live.thunderbird.net/autoconfig/v1.1/mx.test': healthy,
    }
    const wish = { address: 'jane@example.test', sendAddress: true, ispdb: true }
    for (const ask of [askMxAutoconfig, askMxWellKnown, askMxIspdb]) {
      const word = await asked(pages, (context) => ask(context, 'mx.test'), wish)
      expect(word.result).toMatchObject({ outcome: 'found', trust: 'inferred' })
      expect(word.result.source).toMatch(/^mx-/)
      expect(endpointsOf(word)).toEqual(both)
      expect(JSON.stringify(server.asked)).not.toContain('jane')
    }
    const without = await asked(pages, (context) => askMxIspdb(context, 'mx.test'))
    expect(without.result.outcome).toBe('skipped')
  })

  it('MX: fills in the domain of the user, not that of the MX', async () => {
    const at = 'autoconfig.mx.test/mail/config-v1.1.xml'
    const page = configuration(
      entry('incomingServer', 'imap', { ...imapFields, hostname: 'imap.%EMAILDOMAIN%' }),
    )
    const word = await asked({ [at]: page }, (context) => askMxAutoconfig(context, 'mx.test'))
    expect(endpointsOf(word)).toEqual(['imap imap.example.test:993 tls'])
  })

  it('says what it left out, beside what it found', async () => {
    const broken = entry('incomingServer', 'pop3', { ...pop3Fields, hostname: '10.0.0.1' })
    const word = await asked({ [place]: configuration(entry('incomingServer', 'imap', imapFields), broken) })
    expect(word.result).toMatchObject({
      outcome: 'found',
      because: 'pop3 left out: its host cannot be used ("10.0.0.1")',
    })
  })
})

describe('an answer that is no configuration', () => {
  const status =
    (code: number, headers: Record<string, string> = {}, body = '') =>
    (_: unknown, response: import('node:http').ServerResponse) => {
      response.writeHead(code, headers).end(body)
    }

  it.each([
    [404, 'nothing', 'HTTP status 404'],
    [403, 'nothing', 'HTTP status 403'],
    [204, 'nothing', 'HTTP status 204'],
    [401, 'nothing', 'it wants a signed-in request (HTTP status 401)'],
    [304, 'nothing', 'HTTP status 304'],
  ])('with status %i says that there is %s', async (code, outcome, because) => {
    const { result, servers } = await asked({ [place]: status(code, {}, code === 204 ? '' : healthy) })
    expect(result).toMatchObject({ outcome, because })
    expect(servers.incoming).toEqual([])
  })

  it.each([500, 503, 429])('with status %i is a failure of the web server', async (code) => {
    const { result } = await asked({ [place]: status(code, {}, healthy) })
    expect(result).toMatchObject({
      outcome: 'failed',
      failure: { cause: 'refused-by-server', code: `HTTP-${code}` },
    })
  })

  it('with status 200 and a web page says nothing about mail', async () => {
    const page = '<!doctype html><html><body>Welcome to example.test<br></body></html>'
    const { result } = await asked({ [place]: page })
    expect(result).toMatchObject({ outcome: 'nothing', because: 'a web page, not settings' })
  })

  it('with status 200 and a broken document is malformed', async () => {
    const { result } = await asked({ [place]: healthy.slice(0, 200) })
    expect(result).toMatchObject({ outcome: 'failed', failure: { cause: 'malformed' } })
  })

  it('that names servers of other kinds only knows none', async () => {
    const { result } = await asked({ [place]: configuration(entry('incomingServer', 'jmap', {})) })
    expect(result).toMatchObject({ outcome: 'nothing', because: 'it names no IMAP or POP3 server' })
  })

  it('and is longer than any is given up', async () => {
    const { result } = await asked({ [place]: healthy + ' '.repeat(300_000) })
    expect(result).toMatchObject({ outcome: 'failed', failure: { cause: 'too-much-data' } })
  })
})

describe('a redirect', () => {
  const to =
    (location: string, code = 302) =>
    (_: unknown, response: import('node:http').ServerResponse) => {
      response.writeHead(code, { location }).end()
    }

  it.each([301, 302, 307, 308])('with status %i on the same host is followed, and told', async (code) => {
    const pages = { [place]: to('/settings.xml', code), 'autoconfig.example.test/settings.xml': healthy }
    const word = await asked(pages)
    expect(word.result).toMatchObject({
      outcome: 'found',
      trust: 'provider',
      via: ['https://autoconfig.example.test/settings.xml'],
    })
    expect(endpointsOf(word)).toEqual(both)
  })

  it.each([
    ['https://other.test/mail/config-v1.1.xml', 'another host'],
    ['//other.test/', 'another host'],
    ['http://autoconfig.example.test/mail/config-v1.1.xml', 'what is not https'],
    ['https://autoconfig.example.test:8443/', 'another port'],
    ['https://user:secret@autoconfig.example.test/', 'credentials'],
    ['https://user:secret@other.test/', 'credentials'],
    ['https://127.0.0.1/', 'another host'],
    ['file:///etc/passwd', 'another host'],
    ['https://[', 'what is no address'],
  ])('to %s is told and not followed', async (location, words) => {
    const everywhere = Object.fromEntries(hosts.map((host) => [`${host}/mail/config-v1.1.xml`, healthy]))
    const { result, servers } = await asked({ ...everywhere, [place]: to(location) })
    expect(result.outcome).toBe('nothing')
    expect(result.because).toContain(words)
    expect(servers.incoming).toEqual([])
    expect(server.asked).toHaveLength(1)
  })

  it('names the place that it points to without anything that a terminal would obey', async () => {
    const { result } = await asked({ [place]: to('https://other.test/%1b[31m') })
    expect(result.because).toBe('a redirect to another host, not followed: https://other.test/%1b[31m')
  })

  it('that leads back to itself ends after three', async () => {
    const { result } = await asked({ [place]: to(`https://${place}`) })
    expect(result).toMatchObject({ outcome: 'nothing', because: 'more than 3 redirects' })
    expect(result.via).toHaveLength(3)
    expect(server.asked).toHaveLength(4)
  })

  it('from a document in clear may lead to https on the same host, and stays untrusted', async () => {
    server.serve({})
    const pages: Pages = {
      [place]: (request, response) => {
        const inside = 'encrypted' in request.socket
        if (inside) response.end(healthy)
        else response.writeHead(301, { location: `https://${place}` }).end()
      },
    }
    const word = await asked(pages, askHttpAutoconfig, { httpAutoconfig: true })
    expect(word.result).toMatchObject({ outcome: 'found', trust: 'unverified', via: [`https://${place}`] })
  })
})

describe('a source that cannot be asked', () => {
  it.each<[ServerCertificate['kind'], string]>([
    ['wrong-name', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['expired', 'CERT_HAS_EXPIRED'],
  ])('because its certificate is of the kind %s fails with its code', async (kind, code) => {
    const names = kind === 'wrong-name' ? ['cluster.hosting.test'] : hosts
    const bad = await webServer(names, { kind })
    try {
      bad.serve({ [place]: healthy })
      const { result } = await askAutoconfig(searchAt(bad, hosts))
      expect(result).toMatchObject({ outcome: 'failed', failure: { cause: 'handshake-failed', code } })
      expect(bad.asked).toEqual([])
    } finally {
      await bad.close()
    }
  })

  it('because its name leads into the own network is not asked', async () => {
    server.serve({ [place]: healthy })
    const context = searchAt(server, [], { lookup: async () => ['192.168.0.10', '127.0.0.1'] })
    const before = server.connections
    expect((await askAutoconfig(context)).result).toMatchObject({
      outcome: 'failed',
      failure: { cause: 'private-address' },
    })
    expect(server.connections).toBe(before)
  })

  it('because its name does not exist says so', async () => {
    const lookup = () => Promise.reject(Object.assign(new Error(), { code: 'ENOTFOUND' }))
    const { result } = await askWellKnown(searchAt(server, [], { lookup }))
    expect(result).toMatchObject({ outcome: 'failed', failure: { cause: 'name-not-found' } })
  })

  it('within the time of the search fails at its end', async () => {
    const slow: Pages = { [place]: () => {} }
    const { result } = await asked(slow, askAutoconfig, { timeoutMs: 400 })
    expect(result).toMatchObject({ outcome: 'failed', failure: { cause: 'timed-out' } })
  })

  it('because the user broke off says that', async () => {
    const controller = new AbortController()
    const pages: Pages = { [place]: () => controller.abort() }
    const { result } = await asked(pages, askAutoconfig, { signal: controller.signal })
    expect(result).toMatchObject({ outcome: 'failed', failure: { cause: 'cancelled' } })
  })
})
