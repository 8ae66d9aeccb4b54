import { createServer, connect as openSocket, type Server, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { diagnose } from '../../src/app/diagnose.js'
import { discover } from '../../src/app/discover.js'
import { type DnsServer, dnsServer, mx, record, srv, zoneOf } from '../../src/dev/evaluation/dns-server.js'
import type { ConnectTo, DiagnosisDocument, DiscoveryResult } from '../../src/model/index.js'
import { json } from '../../src/render/json.js'
import { temporaryFile } from '../cli/support.js'
import { configuration, entry, imapFields } from '../support/autoconfig.js'
import { testHost } from '../support/raw-server.js'
import { type WebServer, webServer } from '../support/web-server.js'
import type { Behaviour } from './behaviour.js'
import { certificateMaker } from './certificates.js'
import { HostileServer } from './peer.js'
import { password } from './secrets.js'

const domain = 'example.test'
const address = `anna@${domain}`
const mxHost = 'mx.provider.test'
const webHosts = [
  domain,
  ...[`autoconfig.${domain}`, `autodiscover.${domain}`, `ua-auto-config.${domain}`],
  ...['live.thunderbird.net', mxHost, `autoconfig.${mxHost}`, 'provider.test', 'autoconfig.provider.test'],
]

/** A place that the program may be led to: whoever connects to it is counted and passed on. */
interface Place {
  host: string
  port: number
  route: ConnectTo
  contacts: number
  server: Server
}

const places: Place[] = []
const sockets = new Set<Socket>()
const servers: HostileServer[] = []
let web: WebServer
let resolver: DnsServer
let caFile = ''

/** Makes `host:port` lead to a port of this machine, where nothing answers if there is none. */
async function place(host: string, port: number, toPort?: number): Promise<void> {
  const server = createServer((socket) => {
    one.contacts += 1
    sockets.add(socket)
    socket.on('error', () => {})
    if (toPort === undefined) {
      socket.destroy()
      return
    }
    const behind = openSocket({ host: '127.0.0.1', port: toPort })
    sockets.add(behind)
    behind.on('error', () => {})
    behind.on('close', () => socket.destroy())
    socket.on('close', () => behind.destroy())
    socket.pipe(behind).pipe(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const at = server.address()
  const route = {
    host,
    port,
    toHost: '127.0.0.1',
    toPort: typeof at === 'object' && at !== null ? at.port : 0,
  }
  const one: Place = { host, port, route, contacts: 0, server }
  places.push(one)
}

beforeAll(async () => {
  await import('imapflow')
  const maker = await certificateMaker()
  web = await webServer(webHosts)
  const start = async (behaviour: Omit<Behaviour, 'name' | 'expects'>) => {
    const certificate = await maker.make(behaviour.certificate ?? 'good')
    const server = await HostileServer.start({ name: '', expects: '', ...behaviour }, certificate)
    servers.push(server)
    return server.port
  }
  const imaps = await start({ protocol: 'imap', security: 'tls' })
  const pops = await start({ protocol: 'pop3', security: 'tls', certificate: 'wrong-name' })
  const imap = await start({ protocol: 'imap', security: 'starttls' })
  await place(testHost, 993, imaps)
  await place(testHost, 995, pops)
  await place(testHost, 143, imap)
  await place(testHost, 110)
  // What the other certificate names, and what a referral or a look at the web may lead to.
  for (const port of [993, 995, 143, 110]) await place('other.example.test', port, pops)
  for (const host of [testHost, 'other.example.test']) await place(host, 443, web.port)
  for (const host of webHosts) {
    await place(host, 443, web.port)
    await place(host, 80, web.clearPort)
  }
  resolver = await dnsServer(
    zoneOf([
      srv(`_imaps._tcp.${domain}`, 0, 1, 993, testHost),
      srv(`_pop3s._tcp.${domain}`, 0, 1, 995, testHost),
      srv(`_imap._tcp.${domain}`, 5, 1, 143, testHost),
      srv(`_pop3._tcp.${domain}`, 5, 1, 110, testHost),
      mx(domain, 10, mxHost),
      record('A', mxHost, '127.0.0.1'),
    ]),
  )
  caFile = temporaryFile('ca.pem', `${maker.caPem}\n${web.caPem}`)
  web.serve({
    [`autoconfig.${domain}/mail/config-v1.1.xml`]: configuration(
      entry('incomingServer', 'imap', { ...imapFields, hostname: testHost }),
    ),
    [`${domain}/.well-known/autoconfig/mail/config-v1.1.xml`]: (_, response) =>
      response.writeHead(302, { location: 'https://evil.test/' }).end(),
  })
})

afterAll(async () => {
  for (const socket of sockets) socket.destroy()
  await Promise.all(places.map(({ server }) => new Promise<void>((resolve) => server.close(() => resolve()))))
  await Promise.all([...servers.map((one) => one.close()), web.close(), resolver.close()])
})

/** Runs something, and gives the places that were contacted meanwhile. */
async function contactedBy<T>(work: () => Promise<T>): Promise<{ result: T; contacted: string[] }> {
  for (const one of places) one.contacts = 0
  const result = await work()
  const contacted = places.filter(({ contacts }) => contacts > 0).map(({ host, port }) => `${host}:${port}`)
  return { result, contacted: contacted.sort() }
}

/** The places of the URLs that a search says it asked. */
function placesOfSearch({ sources }: Pick<DiscoveryResult, 'sources'>): string[] {
  const asked = sources.filter(({ outcome }) => outcome !== 'skipped')
  const urls = asked
    .flatMap(({ asked: one, via = [] }) => [one, ...via])
    .filter((one) => /^https?:/.test(one))
  return urls.map((one) => {
    const { hostname, protocol, port } = new URL(one)
    return `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`
  })
}

function placesOfDiagnosis({ endpoints, discovery }: DiagnosisDocument): string[] {
  const found = endpoints.flatMap(({ endpoint, followUps = [] }) => [endpoint, ...followUps])
  return [
    ...found.map(({ host, port }) => `${host}:${port}`),
    ...(discovery === undefined ? [] : placesOfSearch(discovery)),
  ]
}

const unique = (all: string[]) => [...new Set(all)].sort()

const options = () => ({
  caFiles: [caFile],
  dnsServers: [resolver.address],
  connectTo: places.map(({ route }) => route),
  timeoutMs: 20_000,
})

describe('what is contacted', () => {
  it.each([
    ['a domain', domain, {}],
    ['an address', address, {}],
    [
      'an address, with everything allowed',
      address,
      { ispdb: true, httpAutoconfig: true, sendAddress: true },
    ],
  ])('in a search for %s is exactly what the document names', async (_, target, allowed) => {
    const { result, contacted } = await contactedBy(() => discover(target, { ...options(), ...allowed }))
    expect(contacted.length).toBeGreaterThan(3)
    expect(unique(placesOfSearch(result))).toEqual(contacted)
    expect(json(result)).toContain(resolver.address)
  })

  it.each([
    ['', {}],
    [
      ' with a sign-in and every comparison',
      { deep: true, signIn: { user: address, password }, acceptHosts: [testHost] },
    ],
  ])('in a diagnosis of an address%s is exactly what the document names', async (_, more) => {
    const { result, contacted } = await contactedBy(() => diagnose([address], { ...options(), ...more }))
    expect(contacted).toEqual(expect.arrayContaining([`${testHost}:993`, `${testHost}:995`]))
    expect(contacted.filter((one) => one.endsWith(':443')).length).toBeGreaterThan(3)
    expect(result.endpoints.flatMap(({ followUps = [] }) => followUps).length).toBeGreaterThan(0)
    expect(unique(placesOfDiagnosis(result))).toEqual(contacted)
    expect(json(result)).toContain(resolver.address)
  })

  it('in a diagnosis of servers is said, with how often', async () => {
    const connectTo = places.filter(({ host }) => host === testHost).map(({ route }) => route)
    const targets = [`imaps://${testHost}`, `pops://${testHost}`]
    const { result, contacted } = await contactedBy(() =>
      diagnose(targets, { caFiles: [caFile], connectTo, timeoutMs: 20_000, deep: true }),
    )
    expect(unique(placesOfDiagnosis(result))).toEqual(contacted)
    const said = result.endpoints.reduce((sum, { connections }) => sum + connections, 0)
    expect(said).toBe(places.reduce((sum, { contacts }) => sum + contacts, 0))
  })
})
