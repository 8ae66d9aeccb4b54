import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { diagnose, diagnoseExitCode } from '../../src/app/diagnose.js'
import { probe } from '../../src/app/probe.js'
import { type DnsServer, dnsServer, mx, record, srv, zoneOf } from '../../src/dev/evaluation/dns-server.js'
import type { EndpointProbe } from '../../src/model/index.js'
import { schemaErrors, temporaryFile } from '../cli/support.js'
import { configuration, entry, imapFields } from '../support/autoconfig.js'
import { webServer } from '../support/web-server.js'
import { found } from './diagnosing.js'
import { dovecotAvailable, startDovecot } from './dovecot.js'
import type { RunningServer } from './private-server.js'

const domain = 'example.test'

// dovecot.test.ts says aloud, and with CI set fails, where Dovecot is missing.
describe.runIf(dovecotAvailable() !== undefined)('an address whose servers are a real Dovecot', () => {
  let dovecot: RunningServer
  let caFile = ''
  const resolvers: DnsServer[] = []

  beforeAll(async () => {
    dovecot = await startDovecot()
    caFile = temporaryFile('ca.pem', dovecot.caPem)
  })

  afterAll(async () => {
    await Promise.all([dovecot?.stop(), ...resolvers.map((one) => one.close())])
  })

  /** A domain that publishes the real server, and these records beside it. */
  async function published(...more: ReturnType<typeof srv>[]) {
    const { name, host, ports } = dovecot
    const resolver = await dnsServer(
      zoneOf([
        srv(`_imaps._tcp.${domain}`, 0, 1, ports.imaps, name),
        srv(`_pop3s._tcp.${domain}`, 10, 1, ports.pop3s, name),
        mx(domain, 10, name),
        record('A', name, host),
        ...more,
      ]),
    )
    resolvers.push(resolver)
    return { timeoutMs: 20_000, caFiles: [caFile], dnsServers: [resolver.address] }
  }

  const byPort = (probes: EndpointProbe[], port: number) => probes.find((one) => one.endpoint.port === port)

  test('is diagnosed at the places that its domain publishes', async () => {
    const document = await diagnose([`anna@${domain}`], await published())
    expect(schemaErrors('diagnosis', document)).toEqual([])
    expect(
      document.endpoints.map(({ endpoint, asked }) => [endpoint.protocol, endpoint.port, asked]),
    ).toEqual([
      ['imap', dovecot.ports.imaps, 'discovered'],
      ['pop3', dovecot.ports.pop3s, 'discovered'],
    ])
    expect(document.discovery).toMatchObject({ domain, preferredProtocol: 'imap', mx: [dovecot.name] })
    expect(found(document, 'blocker', 'exposure', 'degraded')).toEqual([])
    expect(diagnoseExitCode(document, 'degraded')).toBe(0)
    expect(document.request.notes.join()).toContain(`--user anna@${domain}`)
  })

  test('has the record named that lies, with what works instead', async () => {
    const lie = srv(`_imap._tcp.${domain}`, 0, 1, 143, `gone.${domain}`)
    const document = await diagnose([`@${domain}`], await published(lie))
    const [finding, ...others] = document.findings.filter(({ id }) => id === 'autoconfig-wrong-guess')
    expect(others).toEqual([])
    expect(finding).toMatchObject({
      severity: 'degraded',
      endpoint: { host: `gone.${domain}`, port: 143 },
      args: { source: 'the SRV record', instead: `imaps://${dovecot.name}:${dovecot.ports.imaps}` },
    })
    expect(document.rootCauses[0]).toBe('autoconfig-wrong-guess')
    expect(document.rootCauses).not.toContain('dns-name-not-found')
    expect(found(document, 'blocker')).toEqual([])
  })

  /** The domain's own document, which names these ports of the real server. */
  async function documented(imapPort: number, pop3Port: number) {
    const web = await webServer([`autoconfig.${domain}`, domain])
    const at = (hostname: string, port: number, type: string) =>
      entry('incomingServer', type, { ...imapFields, hostname, port: String(port) })
    web.serve({
      [`autoconfig.${domain}/mail/config-v1.1.xml`]: configuration(
        at(dovecot.name, imapPort, 'imap'),
        at(dovecot.name, pop3Port, 'pop3'),
        entry('outgoingServer', 'smtp', { ...imapFields, port: '465' }),
      ),
    })
    const connectTo = [`autoconfig.${domain}`, domain].map((host) => ({
      host,
      port: 443,
      toHost: '127.0.0.1',
      toPort: web.port,
    }))
    return { web, connectTo, webCa: temporaryFile('web-ca.pem', web.caPem) }
  }

  test('that a document, SRV records and an MX lead to is found by all of them', async () => {
    const { web, connectTo, webCa } = await documented(dovecot.ports.imaps, dovecot.ports.pop3s)
    const options = await published()
    const document = await diagnose([`anna@${domain}`], { ...options, caFiles: [caFile, webCa], connectTo })
    await web.close()
    expect(schemaErrors('diagnosis', document)).toEqual([])
    expect(document.discovery?.candidates).toMatchObject([
      { source: 'autoconfig', alsoFrom: ['srv'], trust: 'provider' },
      { source: 'autoconfig', alsoFrom: ['srv'], trust: 'provider' },
    ])
    expect(document.discovery?.disagreements).toEqual([])
    expect(document.endpoints.map(({ endpoint }) => endpoint.port)).toEqual([
      dovecot.ports.imaps,
      dovecot.ports.pop3s,
    ])
    expect(found(document, 'blocker', 'exposure', 'degraded')).toEqual([])
    expect(web.asked.map(({ path }) => path).join()).not.toContain('anna')
  })

  test('has the document named that lies, where the SRV records do not', async () => {
    const { web, connectTo, webCa } = await documented(1, dovecot.ports.pop3s)
    const options = await published()
    const document = await diagnose([`anna@${domain}`], { ...options, caFiles: [caFile, webCa], connectTo })
    await web.close()
    expect(document.discovery?.disagreements.map(({ protocol }) => protocol)).toEqual(['imap'])
    const wrong = document.findings.filter(({ id }) => id === 'autoconfig-wrong-guess')
    expect(wrong).toHaveLength(1)
    expect(wrong[0]).toMatchObject({
      endpoint: { protocol: 'imap', port: 1 },
      args: {
        source: 'the autoconfig document',
        instead: `imaps://${dovecot.name}:${dovecot.ports.imaps}`,
      },
    })
    expect(wrong[0]?.evidence.map(({ text }) => text).join()).toMatch(/SRV record says .*: works/)
    expect(document.rootCauses[0]).toBe('autoconfig-wrong-guess')
    expect(found(document, 'blocker')).toEqual([])
  })

  test('that only its own document names is told to whoever looks elsewhere (T010)', async () => {
    const { web, connectTo, webCa } = await documented(dovecot.ports.imaps, dovecot.ports.pop3s)
    const resolver = await dnsServer(
      zoneOf([record('A', dovecot.name, dovecot.host), mx(domain, 0, 'mx1.hoster.test')]),
    )
    resolvers.push(resolver)
    const options = { caFiles: [caFile, webCa], dnsServers: [resolver.address], connectTo }
    const document = await diagnose([`anna@${domain}`], options)
    await web.close()
    const wrong = document.findings.filter(({ id }) => id === 'autoconfig-wrong-guess')
    expect(wrong).toHaveLength(1)
    expect(wrong[0]).toMatchObject({
      severity: 'note',
      args: { domain, instead: `imaps://${dovecot.name}:${dovecot.ports.imaps}` },
    })
    expect(wrong[0]?.args.source).toContain('the autoconfig document of the MX')
    expect(wrong[0]?.evidence[0]?.text).toBe('the autoconfig document names servers')
    expect(found(document, 'blocker', 'exposure', 'degraded')).toEqual([])
  })

  test('gets no password where its own document names the host, until the host is accepted', async () => {
    const { web, connectTo, webCa } = await documented(dovecot.ports.imaps, dovecot.ports.pop3s)
    const { user, password, name, ports } = dovecot
    const signIn = { user, password }
    const options = { ...(await published()), caFiles: [caFile, webCa], connectTo, signIn }
    const before = dovecot.log().length
    const withheld = await probe([`anna@${domain}`], options)
    expect(withheld.discovery?.candidates[0]).toMatchObject({ source: 'autoconfig', trust: 'provider' })
    const login = byPort(withheld.endpoints, ports.imaps)?.phases.find((phase) => phase.name === 'login')
    expect(login).toMatchObject({ outcome: 'skipped' })
    expect(login?.because).toContain(`--accept-host ${name}`)
    expect(dovecot.log().slice(before)).not.toContain('Login: user=')
    const accepted = await probe([`anna@${domain}`], { ...options, acceptHosts: [name] })
    await web.close()
    expect(byPort(accepted.endpoints, ports.imaps)?.session?.mechanism).toBeDefined()
    expect(dovecot.log().slice(before)).toContain('Login: user=')
  })

  test('gets no password where only a record names the host, until the host is accepted', async () => {
    const { user, password, name, ports } = dovecot
    const options = { ...(await published()), signIn: { user, password } }
    const before = dovecot.log().length
    const withheld = await probe([`anna@${domain}`], options)
    const login = byPort(withheld.endpoints, ports.imaps)?.phases.find((phase) => phase.name === 'login')
    expect(login).toMatchObject({ outcome: 'skipped' })
    expect(login?.because).toContain(`--accept-host ${name}`)
    expect(dovecot.log().slice(before)).not.toContain('Login: user=')
    const accepted = await probe([`anna@${domain}`], { ...options, acceptHosts: [name.toUpperCase()] })
    expect(byPort(accepted.endpoints, ports.imaps)?.session?.mechanism).toBeDefined()
  })

  test.each([true, false])(
    'asks whether the password may go to a host that was found: %s',
    async (answer) => {
      const { user, password, name, ports } = dovecot
      const asked: string[][] = []
      const acceptFound = async (hosts: string[]) => {
        asked.push(hosts)
        return answer
      }
      const options = { ...(await published()), signIn: { user, password }, acceptFound }
      const document = await probe([`anna@${domain}`], options)
      expect(asked).toEqual([[name]])
      expect(byPort(document.endpoints, ports.imaps)?.session?.mechanism !== undefined).toBe(answer)
    },
  )

  test('gets the password where the host was typed too', async () => {
    const { user, password, name, ports } = dovecot
    const options = { ...(await published()), signIn: { user, password } }
    const document = await probe([`anna@${domain}`, `imaps://${name}:${ports.imaps}`], options)
    expect(document.endpoints).toHaveLength(2)
    expect(byPort(document.endpoints, ports.imaps)).toMatchObject({ asked: 'named' })
    expect(byPort(document.endpoints, ports.imaps)?.session?.mechanism).toBeDefined()
  })

  test('is found by the usual names where nothing is published, and said to be guessed', async () => {
    const resolver = await dnsServer(zoneOf([record('A', dovecot.name, dovecot.host)]))
    resolvers.push(resolver)
    const { name, host, ports } = dovecot
    const standard = [
      [993, ports.imaps],
      [143, ports.imap],
      [995, ports.pop3s],
      [110, ports.pop3],
    ] as const
    const connectTo = standard.map(([port, toPort]) => ({ host: name, port, toHost: host, toPort }))
    const options = { caFiles: [caFile], dnsServers: [resolver.address], connectTo }
    const document = await diagnose([`anna@${domain}`], options)
    expect(document.endpoints.map(({ endpoint }) => endpoint.port)).toEqual([993, 143, 995, 110])
    expect(document.endpoints.map(({ asked }) => asked)).toEqual(Array(4).fill('standard'))
    expect(document.request.notes.join()).toContain('the usual names were tried')
    expect(found(document, 'blocker')).toEqual([])
  })

  test('that works only with STARTTLS, and is published nowhere, misleads programs that guess (T011)', async () => {
    const resolver = await dnsServer(zoneOf([record('A', dovecot.name, dovecot.host)]))
    resolvers.push(resolver)
    const { name, host, ports } = dovecot
    // Nothing listens on the address's own ports 993 and 995.
    const connectTo = [
      { host: name, port: 143, toHost: host, toPort: ports.imap },
      { host: name, port: 110, toHost: host, toPort: ports.pop3 },
    ]
    const options = { caFiles: [caFile], dnsServers: [resolver.address], connectTo }
    const document = await diagnose([`anna@${domain}`], options)
    const wrong = document.findings.filter(({ id }) => id === 'autoconfig-wrong-guess')
    expect(wrong.map(({ endpoint }) => endpoint?.port).sort()).toEqual([993, 995])
    expect(wrong[0]?.args.instead).toBe(`imap://${name}:143`)
    expect(document.rootCauses).toContain('autoconfig-wrong-guess')
  })
})

describe('a name that a record leads into this network', () => {
  test('is not followed there, and the record is blamed', async () => {
    const { probeEndpoints } = await import('../../src/probe/probe-endpoints.js')
    const endpoint = { protocol: 'imap', host: `imap.${domain}`, port: 993, security: 'tls' } as const
    const lookup = async () => ['127.0.0.1', '10.0.0.1']
    const options = { timeoutMs: 5_000, caPem: [], connectTo: [], lookup, privateAllowed: () => false }
    const [result] = await probeEndpoints([endpoint], options)
    expect(result?.phases[0]).toMatchObject({ name: 'dns', failure: { cause: 'private-address' } })
    expect(result?.connections).toBe(0)
  })
})

describe('a domain without servers', () => {
  test('is a finding', async () => {
    const resolver = await dnsServer(() => undefined)
    const document = await diagnose([`@${domain}`], { dnsServers: [resolver.address] })
    await resolver.close()
    expect(document.rootCauses).toEqual(['servers-not-found'])
    expect(diagnoseExitCode(document, 'blocker')).toBe(1)
  })

  test('is no finding about the domain where no resolver answers', async () => {
    const resolver = await dnsServer(() => undefined)
    await resolver.close()
    const document = await diagnose([`@${domain}`], { dnsServers: [resolver.address] })
    expect(document.rootCauses).toEqual(['dns-no-answer'])
    expect(diagnoseExitCode(document, 'blocker')).toBe(3)
  })
})
