import { afterEach, describe, expect, test } from 'vitest'
import {
  type DnsServer,
  dnsServer,
  mx,
  record,
  srv,
  type Zone,
  zoneOf,
} from '../../src/dev/evaluation/dns-server.js'
import { type DiscoverOptions, discover } from '../../src/discover/discover.js'
import type { DiscoveryResult, Provider } from '../../src/model/index.js'

const domain = 'example.test'
const servers: DnsServer[] = []

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

const provider: Provider = {
  id: 'gmail',
  name: 'A provider',
  domains: ['provider.test'],
  imap: true,
  pop3: false,
  signIn: 'app-password',
  servers: [{ protocol: 'imap', host: 'imap.provider.test', port: 993, security: 'tls' }],
  mxHints: ['*.mx.provider.test'],
  lastChecked: '2026-01',
  sources: [{ text: 'made up' }],
}

async function search(
  zone: Zone,
  more: Partial<DiscoverOptions> = {},
  of = domain,
): Promise<DiscoveryResult> {
  const server = await dnsServer(zone)
  servers.push(server)
  const options: DiscoverOptions = {
    timeoutMs: 3_000,
    ispdb: false,
    httpAutoconfig: false,
    sendAddress: false,
    dnsServers: [server.address],
    // No document is served anywhere in these tests.
    lookup: async () => [],
    connectTo: [],
    caPem: [],
    ...more,
  }
  return discover({ domain: of }, options, [provider])
}

const places = ({ candidates }: DiscoveryResult) =>
  candidates.map(
    ({ endpoint: { protocol, host, port, security } }) => `${protocol} ${host}:${port} ${security}`,
  )

const wordOf = ({ sources }: DiscoveryResult, name: string) => sources.find(({ source }) => source === name)

const imaps = `_imaps._tcp.${domain}`
const imap = `_imap._tcp.${domain}`
const pop3s = `_pop3s._tcp.${domain}`
const pop3 = `_pop3._tcp.${domain}`

describe('SRV records', () => {
  test('name both protocols, the lower priority first, and say which one the domain prefers', async () => {
    const result = await search(
      zoneOf([
        srv(imaps, 10, 1, 993, `two.${domain}`),
        srv(imaps, 0, 1, 993, `one.${domain}`),
        srv(imaps, 0, 9, 9993, `heavy.${domain}`),
        srv(imap, 0, 5, 143, `one.${domain}`),
        srv(pop3s, 20, 0, 995, `pop.${domain}`),
      ]),
    )
    expect(places(result)).toEqual([
      `imap heavy.${domain}:9993 tls`,
      `imap one.${domain}:993 tls`,
      `imap one.${domain}:143 starttls`,
      `imap two.${domain}:993 tls`,
      `pop3 pop.${domain}:995 tls`,
    ])
    expect(result.preferredProtocol).toBe('imap')
    expect(wordOf(result, 'srv')).toMatchObject({ outcome: 'found', trust: 'inferred' })
    expect(wordOf(result, 'srv')?.records).toContain(`${imaps} 0 9 9993 heavy.${domain}`)
    expect(wordOf(result, 'guess')).toMatchObject({ outcome: 'skipped' })
  })

  test('of equal priority prefer no protocol', async () => {
    const result = await search(
      zoneOf([srv(imaps, 5, 0, 993, `a.${domain}`), srv(pop3s, 5, 0, 995, `a.${domain}`)]),
    )
    expect(result.preferredProtocol).toBeUndefined()
  })

  test('with the target "." declare a service closed', async () => {
    const result = await search(
      zoneOf([
        srv(imaps, 0, 1, 993, `one.${domain}`),
        srv(imap, 0, 0, 0, '.'),
        srv(pop3s, 0, 0, 0, '.'),
        srv(pop3, 0, 0, 0, '.'),
      ]),
    )
    expect(places(result)).toEqual([`imap one.${domain}:993 tls`])
    expect(result.closed).toEqual([
      { protocol: 'imap', security: 'starttls', record: imap },
      { protocol: 'pop3', security: 'tls', record: pop3s },
      { protocol: 'pop3', security: 'starttls', record: pop3 },
    ])
  })

  test('that lead out of the domain are not believed, and take no secret', async () => {
    const result = await search(
      zoneOf([
        srv(imaps, 0, 1, 993, 'mail.elsewhere.test'),
        srv(pop3s, 0, 1, 995, `notexample.test`),
        srv(imap, 0, 1, 143, `in.${domain}`),
      ]),
    )
    const trust = Object.fromEntries(result.candidates.map((one) => [one.endpoint.host, one.trust]))
    expect(trust).toEqual({
      'mail.elsewhere.test': 'unverified',
      'notexample.test': 'unverified',
      [`in.${domain}`]: 'inferred',
    })
    expect(result.candidates.filter((one) => one.mayReceiveSecrets)).toEqual([])
  })

  test('of hostile content are left out and counted', async () => {
    const result = await search(
      zoneOf([
        srv(imaps, 0, 1, 993, `good.${domain}`),
        srv(imaps, 0, 1, 993, `es\u001bc.${domain}`),
        srv(imaps, 0, 1, 993, `a b.${domain}`),
        srv(imaps, 0, 1, 0, `port.${domain}`),
        srv(imaps, 0, 1, 993, '127.0.0.1'),
        srv(imaps, 0, 1, 993, 'localhost'),
      ]),
    )
    expect(places(result)).toEqual([`imap good.${domain}:993 tls`])
    expect(wordOf(result, 'srv')?.because).toMatch(/4 left out.*refused: localhost/)
  })

  test('of a huge answer are cut at eight, after TCP was asked', async () => {
    const many = Array.from({ length: 300 }, (_, index) => srv(imaps, index, 1, 993, `m${index}.${domain}`))
    const result = await search(zoneOf(many.reverse()))
    expect(places(result)).toEqual(
      [0, 1, 2, 3, 4, 5, 6, 7].map((index) => `imap m${index}.${domain}:993 tls`),
    )
    expect(wordOf(result, 'srv')?.because).toContain('292 left out')
  })
})

describe('a resolver', () => {
  test('that knows no such domain is an answer', async () => {
    const result = await search(() => undefined)
    expect(result.candidates).toEqual([])
    expect(wordOf(result, 'srv')).toMatchObject({ outcome: 'nothing', because: 'no such records' })
    expect(wordOf(result, 'mx-provider-facts')).toMatchObject({
      outcome: 'nothing',
      because: 'the domain does not exist',
    })
    expect(wordOf(result, 'guess')).toMatchObject({ outcome: 'nothing' })
  })

  test.each([
    ['SERVFAIL', 'resolver-failed'],
    ['REFUSED', 'resolver-failed'],
    ['silence', 'timed-out'],
  ] as const)('that says %s has failed with cause %s', async (reply, cause) => {
    const result = await search(() => reply, { timeoutMs: 800 })
    expect(wordOf(result, 'srv')).toMatchObject({ outcome: 'failed', failure: { cause } })
    expect(wordOf(result, 'mx-provider-facts')).toMatchObject({ outcome: 'failed', failure: { cause } })
    expect(wordOf(result, 'guess')).toMatchObject({ outcome: 'failed', failure: { cause } })
  })

  test('that follows names in a circle brings nothing, and the search ends', async () => {
    const circle = [record('CNAME', imaps, `loop.${domain}`), record('CNAME', `loop.${domain}`, imaps)]
    const result = await search((type, name) => zoneOf(circle)(type, name), { timeoutMs: 1_500 })
    expect(result.candidates).toEqual([])
  })

  test('that is silent for one record does not hide the others', async () => {
    const zone = zoneOf([srv(imaps, 0, 1, 993, `one.${domain}`)], { [`SRV ${pop3s}`]: 'silence' })
    const result = await search(zone, { timeoutMs: 800 })
    expect(places(result)).toEqual([`imap one.${domain}:993 tls`])
    expect(wordOf(result, 'srv')?.because).toContain(`no answer for ${pop3s}`)
  })

  test('that nobody runs ends the search with its cause', async () => {
    const server = await dnsServer(() => undefined)
    await server.close()
    const result = await search(() => undefined, { dnsServers: [server.address] })
    expect(wordOf(result, 'srv')).toMatchObject({
      outcome: 'failed',
      failure: { cause: 'resolver-failed', code: 'ECONNREFUSED' },
    })
  })
})

describe('the MX', () => {
  test('leads to a provider by its longest pattern, as an inference', async () => {
    const result = await search(
      zoneOf([mx(domain, 20, 'spare.elsewhere.test'), mx(domain, 10, 'in1.mx.provider.test')]),
    )
    expect(result).toMatchObject({
      provider: 'gmail',
      providerBy: 'mx',
      mx: ['in1.mx.provider.test', 'spare.elsewhere.test'],
    })
    expect(places(result)).toEqual(['imap imap.provider.test:993 tls'])
    expect(result.candidates[0]).toMatchObject({ source: 'mx-provider-facts', trust: 'inferred' })
    expect(result.candidates[0]?.mayReceiveSecrets).toBeUndefined()
  })

  test('that is null says that the domain takes no mail', async () => {
    const result = await search(zoneOf([mx(domain, 0, '.')]))
    expect(wordOf(result, 'mx-provider-facts')?.because).toContain('takes no mail')
  })
})

describe('bundled facts', () => {
  test('name the servers of their own domain, dated, and vouch for them', async () => {
    const result = await search(() => 'SERVFAIL', {}, 'provider.test')
    expect(result).toMatchObject({ provider: 'gmail', providerBy: 'domain' })
    expect(result.candidates).toMatchObject([{ trust: 'third-party', mayReceiveSecrets: true }])
    expect(wordOf(result, 'provider-facts')).toMatchObject({ lastChecked: '2026-01' })
  })
})

describe('guesses', () => {
  test('are names that exist, encrypted ports first, unverified', async () => {
    const zone = zoneOf([
      record('A', `imap.${domain}`, '192.0.2.1'),
      record('A', `pop.${domain}`, '192.0.2.1'),
      record('AAAA', domain, '2001:db8::1'),
    ])
    const result = await search(zone)
    expect(places(result)).toEqual([
      `imap imap.${domain}:993 tls`,
      `imap ${domain}:993 tls`,
      `pop3 pop.${domain}:995 tls`,
      `pop3 ${domain}:995 tls`,
      `imap imap.${domain}:143 starttls`,
      `imap ${domain}:143 starttls`,
      `pop3 pop.${domain}:110 starttls`,
      `pop3 ${domain}:110 starttls`,
    ])
    expect(new Set(result.candidates.map(({ trust }) => trust))).toEqual(new Set(['unverified']))
  })

  test('from a wildcard are left out, save for a name with an address of its own', async () => {
    const own = [record('A', `mail.${domain}`, '192.0.2.7')]
    const zone: Zone = (type, name) =>
      zoneOf(own)(type, name) ?? (type === 'A' ? [record('A', name, '192.0.2.99')] : [])
    const result = await search(zone)
    const hosts = new Set(result.candidates.map(({ endpoint }) => endpoint.host))
    expect(hosts).toEqual(new Set([`mail.${domain}`, domain]))
    expect(wordOf(result, 'guess')?.because).toContain('wildcard')
  })
})

test('two searches give the same, whichever answer was slower', async () => {
  const records = [
    srv(imaps, 0, 1, 993, `one.${domain}`),
    srv(pop3s, 0, 1, 995, `one.${domain}`),
    srv(imaps, 0, 1, 993, `other.${domain}`),
    mx(domain, 0, 'a.mx.provider.test'),
    mx(domain, 0, 'b.elsewhere.test'),
  ]
  const [one, other] = await Promise.all([search(zoneOf(records)), search(zoneOf([...records].reverse()))])
  const timeless = ({ sources, ...rest }: DiscoveryResult) => ({
    ...rest,
    sources: sources.map(({ ms: _, ...word }) => word),
  })
  expect(timeless(other)).toEqual(timeless(one))
})

test('a search that is broken off has what was open as cancelled', async () => {
  const controller = new AbortController()
  setTimeout(() => controller.abort(), 50)
  const result = await search(() => 'silence', { signal: controller.signal })
  expect(wordOf(result, 'srv')).toMatchObject({ outcome: 'failed', failure: { cause: 'cancelled' } })
})
