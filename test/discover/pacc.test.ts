import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askPacc } from '../../src/discover/documents/index.js'
import { readPacc } from '../../src/discover/documents/pacc-json.js'
import type { SourceWord } from '../../src/discover/source.js'
import { searchAt, type WebServer, type Wish, webServer } from '../support/web-server.js'

const host = 'ua-auto-config.example.test'
const place = `${host}/.well-known/user-agent-configuration.json`

const healthy = JSON.stringify({
  protocols: {
    imap: { host: 'imap.example.test' },
    pop3: { host: 'pop.example.test' },
    submit: { host: 'smtp.example.test' },
    jmap: { url: 'https://jmap.example.test/' },
  },
  authentication: { 'oauth-public': { issuer: 'https://sso.example.test' }, password: true },
  info: { provider: { name: 'Example' } },
})

let server: WebServer

beforeAll(async () => {
  server = await webServer([host])
})

afterAll(() => server.close())

function asked(page: string | Buffer | undefined, wish: Wish = {}): Promise<SourceWord> {
  server.serve(page === undefined ? {} : { [place]: page })
  return askPacc(searchAt(server, [host], wish))
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64')
}

const fitting = `v=UAAC1; a=sha256; d=${digestOf(healthy)}`
const other = `v=UAAC1; a=sha256; d=${digestOf('another document')}`

describe('the configuration of a domain (PACC)', () => {
  it('with its digest in DNS is proven, and names servers with TLS from the first byte', async () => {
    const { result, servers } = await asked(healthy, { txt: [fitting] })
    expect(result).toMatchObject({
      source: 'pacc',
      asked: `https://${place}`,
      outcome: 'found',
      trust: 'proven',
      records: [fitting],
    })
    expect(result).not.toHaveProperty('because')
    const authentication = ['oauth2', 'password-cleartext']
    expect(servers).toEqual({
      incoming: [
        {
          endpoint: { protocol: 'imap', host: 'imap.example.test', port: 993, security: 'tls' },
          authentication,
        },
        {
          endpoint: { protocol: 'pop3', host: 'pop.example.test', port: 995, security: 'tls' },
          authentication,
        },
      ],
      outgoing: [{ host: 'smtp.example.test', port: 465, security: 'tls' }],
    })
  })

  it.each([
    ['among those of a document that is being exchanged', [other, fitting]],
    ['beside records of something else', ['v=spf1 -all', fitting, '']],
    [
      'with tags that nobody knows, in another order',
      [`v=UAAC1;x=y; d=${digestOf(healthy)} ;a=SHA256;;junk`],
    ],
    ['without its padding', [fitting.replace(/=+$/, '')]],
  ])('is proven by a digest %s', async (_, txt) => {
    expect((await asked(healthy, { txt })).result.trust).toBe('proven')
  })

  it.each([
    ['of another document', [other], 'the digest in DNS is that of another document'],
    ['of another algorithm', [fitting.replace('sha256', 'md5')], 'DNS holds no digest of it'],
    ['of another version', [fitting.replace('UAAC1', 'UAAC2')], 'DNS holds no digest of it'],
    [
      'whose version does not come first',
      [`a=sha256; v=UAAC1; d=${digestOf(healthy)}`],
      'DNS holds no digest of it',
    ],
    ['that is cut', ['v=UAAC1; a=sha256; d=AAAA'], 'DNS holds no digest of it'],
    ['that is empty', ['v=UAAC1; a=sha256; d='], 'DNS holds no digest of it'],
  ])('is not proven by a digest %s, and that is said', async (_, txt, because) => {
    const { result } = await asked(healthy, { txt })
    expect(result).toMatchObject({ outcome: 'found', trust: 'provider', because })
  })

  it('is not proven where DNS knows no digest, or gives no answer', async () => {
    expect((await asked(healthy)).result).toMatchObject({
      trust: 'provider',
      because: 'DNS holds no digest of it',
    })
    const failure = { cause: 'resolver-failed' as const, message: 'the resolver did not answer' }
    const { result } = await asked(healthy, { txt: { outcome: 'failed', failure } })
    expect(result).toMatchObject({
      outcome: 'found',
      trust: 'provider',
      because: 'its digest in DNS is not known: the resolver did not answer',
    })
  })

  it('is not proven when one byte of it was changed on the way', async () => {
    const changed = healthy.replace('imap.example.test', 'imap.examp1e.test')
    expect((await asked(changed, { txt: [fitting] })).result.trust).toBe('provider')
  })

  it('that is not there is no failure, and its digest is shown', async () => {
    const { result } = await asked(undefined, { txt: [fitting] })
    expect(result).toMatchObject({ outcome: 'nothing', because: 'HTTP status 404', records: [fitting] })
  })

  it('that is a web page says nothing about mail', async () => {
    const { result } = await asked('<!doctype html><title>Parked</title>')
    expect(result).toMatchObject({ outcome: 'nothing', because: 'a web page, not settings' })
  })

  it.each([
    ['no JSON', '{"protocols":'],
    ['JSON of something else', '{"imap":{"host":"imap.example.test"}}'],
    ['a list', '[{"protocols":{}}]'],
    ['nested without end', '['.repeat(200_000)],
    ['nested too deep', `{"protocols":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['not UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
  ])('that is %s is malformed', async (_, page) => {
    const { result } = await asked(page)
    expect(result).toMatchObject({ outcome: 'failed', failure: { cause: 'malformed' } })
  })
})

describe('a protocol in it', () => {
  const read = (document: unknown) => readPacc(Buffer.from(JSON.stringify(document)))

  it('that is absent is not offered', () => {
    const reading = read({ protocols: { pop3: { host: 'pop.example.test' } } })
    expect(reading?.servers.incoming.map(({ endpoint }) => endpoint.protocol)).toEqual(['pop3'])
    expect(reading?.servers.outgoing).toEqual([])
  })

  it('is left out, and named, when its host is none', () => {
    const reading = read({ protocols: { imap: { host: '127.0.0.1' }, pop3: { host: 7 }, smtp: null } })
    expect(reading?.servers).toEqual({ incoming: [], outgoing: [] })
    expect(reading?.remarks).toEqual([
      'imap left out: its host cannot be used ("127.0.0.1")',
      'pop3 left out: its host cannot be used (nothing)',
      'smtp left out: its host cannot be used (nothing)',
    ])
  })

  it('does not come from a prototype', () => {
    const document = '{"protocols":{"__proto__":{"imap":{"host":"imap.example.test"}}}}'
    expect(readPacc(Buffer.from(document))?.servers.incoming).toEqual([])
  })

  it('to send by may have its name of the earlier draft', () => {
    const reading = read({ protocols: { smtp: { host: 'smtp.example.test' } } })
    expect(reading?.servers.outgoing).toEqual([{ host: 'smtp.example.test', port: 465, security: 'tls' }])
  })
})
