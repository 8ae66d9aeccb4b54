import { afterAll, describe, expect, test } from 'vitest'
import type { Endpoint } from '../../src/model/index.js'
import { type ProbeOptions, probeEndpoints } from '../../src/probe/probe-endpoints.js'
import { failureIn, lookOf, looksOf } from '../support/probing.js'
import {
  onLines,
  type RawServer,
  rawServer,
  type Serve,
  testCertificate,
  testHost,
} from '../support/raw-server.js'
import { silentAddress } from '../support/silent-address.js'

const servers: RawServer[] = []

afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()))
})

const healthy: Serve = (socket) => {
  socket.write('* OK ready\r\n')
  onLines(socket, (line) => socket.write(`* CAPABILITY IMAP4rev1\r\n${line.split(' ')[0]} OK done\r\n`))
}

async function serving(...wish: Parameters<typeof rawServer>): Promise<RawServer> {
  const server = await rawServer(...wish)
  servers.push(server)
  return server
}

/** Probes `testHost`, whose name leads where the test says. */
async function probeNamed(endpoint: Omit<Endpoint, 'host'>, more: Partial<ProbeOptions>) {
  const options = { timeoutMs: 5_000, caPem: [], connectTo: [], ...more }
  const [probe] = await probeEndpoints([{ ...endpoint, host: testHost }], options)
  if (probe === undefined) throw new Error('no result')
  return probe
}

const attempts = (probe: Awaited<ReturnType<typeof probeNamed>>) =>
  probe.attempts?.map(({ address, outcome, failure }) => `${address} ${failure?.cause ?? outcome}`)

describe('every address of a name', () => {
  test.each([false, true])('is measured by itself; gentle: %s', async (gentle) => {
    const { port } = await serving(healthy)
    const silence = await silentAddress(port)
    const lookup = async () => ['127.0.0.5', silence.address, '127.0.0.1']
    const probe = await probeNamed({ protocol: 'imap', port, security: 'none' }, { lookup, gentle })
    await silence.close()
    expect(failureIn(probe)).toBe('none')
    expect(probe.addresses).toEqual(['127.0.0.5', '127.0.0.9', '127.0.0.1'])
    expect(attempts(probe)).toEqual(['127.0.0.5 refused', '127.0.0.9 timed-out', '127.0.0.1 observed'])
    expect(probe).toMatchObject({ connectedTo: `127.0.0.1:${port}`, connections: 3 })
    expect(looksOf(probe)).toEqual([])
  })

  test('is listed where it is the only one', async () => {
    const { port } = await serving(healthy)
    const probe = await probeNamed(
      { protocol: 'imap', port, security: 'none' },
      { lookup: async () => ['127.0.0.1'] },
    )
    expect(attempts(probe)).toEqual(['127.0.0.1 observed'])
    expect(probe.connections).toBe(1)
  })
})

test('each name is asked for once, however many endpoints it has', async () => {
  const asked: string[] = []
  const lookup = async (host: string) => {
    asked.push(host)
    return ['127.0.0.1']
  }
  const { port } = await serving(healthy)
  const endpoints = (['imap', 'pop3'] as const).flatMap((protocol) =>
    [testHost, 'two.test'].map((host) => ({ protocol, host, port, security: 'none' as const })),
  )
  const probes = await probeEndpoints(endpoints, { timeoutMs: 5_000, caPem: [], connectTo: [], lookup })
  expect(asked).toEqual([testHost, 'two.test'])
  expect(probes.map(({ addresses }) => addresses)).toEqual(endpoints.map(() => ['127.0.0.1']))
})

test('another name of the certificate must resolve to the same address', async () => {
  const names = ['mx.hoster.test', 'far.hoster.test', 'gone.hoster.test', '*.hoster.test', '127.0.0.1']
  const certificate = await testCertificate('trusted', { names })
  const { port } = await serving(healthy, certificate)
  const asked: string[] = []
  const lookup = async (host: string) => {
    asked.push(host)
    if (host === 'gone.hoster.test') throw Object.assign(new Error('none'), { code: 'ENOTFOUND' })
    return host === 'far.hoster.test' ? ['127.0.0.7'] : ['127.0.0.1']
  }
  const probe = await probeNamed(
    { protocol: 'imap', port, security: 'tls' },
    { caPem: [certificate.caPem], lookup },
  )
  expect(probe.tls?.problem?.code).toBe('ERR_TLS_CERT_ALTNAME_INVALID')
  // Left out: the web port of loopback is whatever this machine has there.
  const looks = probe.followUps?.filter(({ name }) => name === 'other-name')
  expect(looks).toMatchObject([{ host: 'mx.hoster.test', tls: { verified: true } }])
  expect(asked).toEqual([testHost, 'mx.hoster.test', 'far.hoster.test', 'gone.hoster.test'])
})

describe('system-resolver', () => {
  const knows = async () => ['127.0.0.1']
  const notFound = async () => {
    throw Object.assign(new Error('none'), { code: 'ENOTFOUND' })
  }
  const at = { protocol: 'imap', port: 9, security: 'tls' } as const

  test.each([
    [knows, { outcome: 'observed', addresses: ['127.0.0.1'] }],
    [notFound, { outcome: 'failed', failure: { cause: 'name-not-found' } }],
  ])(
    'is asked once for a host where a named resolver was asked and comparisons are wanted',
    async (own, expected) => {
      const probe = await probeNamed(at, { lookup: knows, systemLookup: own, compareResolvers: true })
      expect(lookOf(probe, 'system-resolver')).toMatchObject(expected)
    },
  )

  test('is not asked unless comparisons are wanted, and not where the named resolver fails as well', async () => {
    const asked: string[] = []
    const own = async (host: string) => {
      asked.push(host)
      return ['127.0.0.1']
    }
    await probeNamed(at, { lookup: knows, systemLookup: own, deep: true })
    await probeNamed(at, { lookup: notFound, systemLookup: own, compareResolvers: true })
    expect(asked).toEqual([])
  })
})
