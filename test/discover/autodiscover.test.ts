import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askAutodiscover } from '../../src/discover/documents/index.js'
import type { SourceWord } from '../../src/discover/source.js'
import { type Pages, searchAt, type WebServer, type Wish, webServer } from '../support/web-server.js'

const hosts = ['autodiscover.example.test', 'example.test', 'other.test']
const first = 'autodiscover.example.test/autodiscover/autodiscover.xml'
const second = 'example.test/autodiscover/autodiscover.xml'

function answer(account: string): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006">
<Response xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a">
<Account><AccountType>email</AccountType>${account}</Account></Response></Autodiscover>`
}

function block(fields: Record<string, string>): string {
  const elements = Object.entries(fields).map(([name, value]) => `<${name}>${value}</${name}>`)
  return `<Protocol>${elements.join('')}</Protocol>`
}

const imap = {
  Type: 'IMAP',
  Server: 'imap.example.test',
  Port: '993',
  SSL: 'on',
  SPA: 'off',
  LoginName: 'jane@example.test',
}
const settings = (...blocks: Record<string, string>[]) =>
  answer(`<Action>settings</Action>${blocks.map(block).join('')}`)

let server: WebServer

beforeAll(async () => {
  server = await webServer(hosts)
})

afterAll(() => server.close())

const allowed = { address: 'jane@example.test', sendAddress: true }

function asked(pages: Pages, wish: Wish = allowed): Promise<SourceWord> {
  server.serve(pages)
  return askAutodiscover(searchAt(server, hosts, wish))
}

function endpointsOf({ servers }: SourceWord): string[] {
  return servers.incoming.map(
    ({ endpoint: { protocol, host, port, security } }) => `${protocol} ${host}:${port} ${security}`,
  )
}

describe('Autodiscover', () => {
  it.each([
    [{ address: 'jane@example.test' }, /only with --send-address/],
    [{ sendAddress: true }, /a domain was given/],
  ])('is not asked without an address that may be sent: %j', async (wish, because) => {
    const { result } = await asked({ [first]: settings(imap) }, wish)
    expect(result).toMatchObject({
      source: 'autodiscover',
      outcome: 'skipped',
      because: expect.stringMatching(because),
    })
    expect(server.asked).toEqual([])
  })

  it('is asked for the address by POST, without signing in', async () => {
    const word = await asked(
      { [first]: settings(imap) },
      { address: 'j&<x>@example.test', sendAddress: true },
    )
    expect(word.result).toMatchObject({ asked: `https://${first}`, outcome: 'found', trust: 'provider' })
    const request = server.asked.find(({ host }) => host === 'autodiscover.example.test')
    expect(request).toMatchObject({ method: 'POST', headers: { 'content-type': 'text/xml; charset=utf-8' } })
    expect(request?.headers).not.toHaveProperty('authorization')
    expect(request?.body).toContain('<EMailAddress>j&#38;&#60;x&#62;@example.test</EMailAddress>')
  })

  it('gives the mail servers beside those of Exchange', async () => {
    const word = await asked({
      [first]: settings(
        { Type: 'EXCH', Server: 'exchange.example.test' },
        imap,
        { Type: 'POP3', Server: 'pop.example.test', Port: '995', SSL: 'on', SPA: 'on', LoginName: 'jane' },
        { Type: 'SMTP', Server: 'smtp.example.test', Port: '587', Encryption: 'TLS' },
        { Type: 'WEB', Server: 'owa.example.test' },
      ),
    })
    expect(word.servers).toEqual({
      incoming: [
        {
          endpoint: { protocol: 'imap', host: 'imap.example.test', port: 993, security: 'tls' },
          userName: 'address',
          authentication: ['password-cleartext'],
        },
        {
          endpoint: { protocol: 'pop3', host: 'pop.example.test', port: 995, security: 'tls' },
          userName: 'local-part',
          authentication: ['ntlm'],
        },
      ],
      outgoing: [{ host: 'smtp.example.test', port: 587, security: 'starttls' }],
    })
  })

  it.each([
    [{ Encryption: 'SSL', SSL: 'off' }, '993 tls'],
    [{ Encryption: 'TLS', SSL: 'on' }, '143 starttls'],
    [{ Encryption: 'None', SSL: 'on' }, '143 none'],
    [{ Encryption: 'Auto', SSL: 'on' }, '993 tls'],
    [{ SSL: 'off' }, '143 none'],
    [{}, '993 tls'],
    [{ SSL: 'on', Port: '1993' }, '1993 tls'],
  ])('with %j means %s', async (fields, place) => {
    const word = await asked({ [first]: settings({ Type: 'IMAP', Server: 'imap.example.test', ...fields }) })
    expect(endpointsOf(word)).toEqual([`imap imap.example.test:${place}`])
  })

  it('is asked at the domain itself as well, and the first place counts when both answer', async () => {
    const other = { ...imap, Server: 'old.example.test' }
    const both = await asked({ [first]: settings(imap), [second]: settings(other) })
    expect(endpointsOf(both)).toEqual(['imap imap.example.test:993 tls'])
    const one = await asked({ [second]: settings(other) })
    expect(one.result).toMatchObject({ asked: `https://${second}`, outcome: 'found' })
    expect(endpointsOf(one)).toEqual(['imap old.example.test:993 tls'])
  })

  it('that wants a signed-in request is told as that', async () => {
    const { result } = await asked({
      [first]: (_, response) => response.writeHead(401, { 'www-authenticate': 'Basic' }).end(),
    })
    expect(result).toMatchObject({ asked: `https://${first}`, outcome: 'nothing' })
    expect(result.because).toBe(
      `it wants a signed-in request (HTTP status 401); https://${second}: HTTP status 404`,
    )
    expect(server.asked.some(({ headers }) => 'authorization' in headers)).toBe(false)
  })

  it('that answers at one place and fails at the other has answered', async () => {
    const { result } = await asked({ [first]: (_, response) => response.writeHead(503).end() })
    expect(result).toMatchObject({ asked: `https://${second}`, outcome: 'nothing' })
    expect(result.because).toContain('HTTP status 503')
  })

  it('that answers with an error names it', async () => {
    const error =
      '<Autodiscover><Response><Error><ErrorCode>600</ErrorCode><Message>Invalid Request</Message></Error></Response></Autodiscover>'
    const { result } = await asked({ [first]: error })
    expect(result).toMatchObject({ outcome: 'nothing' })
    expect(result.because).toMatch(/^it answered with an error \("600"\): "Invalid Request"/)
  })

  it('leaves out a server that cannot be one', async () => {
    const { result, servers } = await asked({
      [first]: settings({ ...imap, Server: '192.168.1.1' }, { ...imap, Port: '0' }),
    })
    expect(result.outcome).toBe('nothing')
    expect(result.because).toMatch(
      /imap left out: its host cannot be used \("192\.168\.1\.1"\); imap left out: no port \("0"\)/,
    )
    expect(servers.incoming).toEqual([])
  })

  it.each([
    ['a web page', '<html></html>', 'nothing'],
    ['a configuration of another kind', '<clientConfig/>', 'failed'],
    ['a DOCTYPE', '<!DOCTYPE Autodiscover><Autodiscover/>', 'failed'],
  ])('that answers with %s names no servers', async (_, page, outcome) => {
    const { result } = await asked({ [first]: page, [second]: page })
    expect(result.outcome).toBe(outcome)
  })
})

describe('a redirect inside an answer of Autodiscover', () => {
  const redirect = (url: string) => answer(`<Action>redirectUrl</Action><RedirectUrl>${url}</RedirectUrl>`)

  it('is followed on the same host, with the same question', async () => {
    const word = await asked({
      [first]: redirect('https://autodiscover.example.test/other.xml?a=1&amp;b=2'),
      'autodiscover.example.test/other.xml?a=1&b=2': settings(imap),
    })
    expect(word.result).toMatchObject({
      outcome: 'found',
      via: ['https://autodiscover.example.test/other.xml?a=1&b=2'],
    })
    expect(server.asked.find(({ path }) => path.startsWith('/other'))).toMatchObject({
      method: 'POST',
      body: expect.stringContaining('jane@example.test'),
    })
  })

  it.each(['https://other.test/autodiscover/autodiscover.xml', 'http://autodiscover.example.test/x'])(
    'to %s is told and not followed',
    async (url) => {
      const pages = { [first]: redirect(url), 'other.test/autodiscover/autodiscover.xml': settings(imap) }
      const { result } = await asked(pages)
      expect(result.outcome).toBe('nothing')
      expect(result.because).toContain('not followed')
      expect(server.asked.map(({ host }) => host).sort()).toEqual([
        'autodiscover.example.test',
        'example.test',
      ])
    },
  )

  it('that leads back to itself ends after three', async () => {
    const { result } = await asked({ [first]: redirect(`https://${first}`) })
    expect(result.because).toMatch(/^more than 3 redirects/)
    expect(server.asked.filter(({ host }) => host === 'autodiscover.example.test')).toHaveLength(4)
  })

  it('to another address is told without following it', async () => {
    const account = '<Action>redirectAddr</Action><RedirectAddr>jane@other.test</RedirectAddr>'
    const { result } = await asked({ [first]: answer(account) })
    expect(result.because).toMatch(/^it points to another address, which is not followed/)
    expect(server.asked).toHaveLength(2)
  })
})
