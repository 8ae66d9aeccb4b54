import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Answer } from 'dns-packet'
import type { ConnectTo, Publications, PublishedRecord, Scenario } from '../../model/index.js'
import { createAuthority } from '../../simulate/certificates.js'
import { startTarget } from '../../simulate/demo.js'
import { dnsServer, zoneOf } from './dns-server.js'

/** A scenario that runs with all that its domain publishes, in the words of a client. */
export interface ServedScenario {
  connectTo: ConnectTo[]
  /** Root certificates to trust. */
  caPem: string
  /** Absent: the scenario publishes nothing, so nothing is to be looked up. */
  dnsServers?: string[]
  close(): Promise<void>
}

/** Starts a scenario, with a name server and a web server on loopback where it publishes something. */
export async function serveScenario(scenario: Scenario): Promise<ServedScenario> {
  const target = await startTarget(scenario)
  const { publishes } = scenario
  if (publishes === undefined) return target
  try {
    const [names, web] = await Promise.all([
      dnsServer(zoneOf(publishes.records.map(answerOf))),
      serveDocuments(publishes.documents),
    ])
    return {
      connectTo: [...target.connectTo, ...web.connectTo],
      caPem: `${target.caPem}\n${web.caPem}\n`,
      dnsServers: [names.address],
      async close() {
        await Promise.all([target.close(), names.close(), web.close()])
      },
    }
  } catch (error) {
    await target.close()
    throw error
  }
}

function answerOf(record: PublishedRecord): Answer {
  const { name } = record
  const ttl = 60
  if (record.type === 'SRV') {
    const { priority, weight, port, target } = record
    return { type: 'SRV', name, ttl, data: { priority, weight, port, target } }
  }
  if (record.type === 'MX') {
    const { preference, exchange } = record
    return { type: 'MX', name, ttl, data: { preference, exchange } }
  }
  return record.type === 'A'
    ? { type: 'A', name, ttl, data: record.address }
    : { type: 'TXT', name, ttl, data: [record.text] }
}

async function serveDocuments(
  documents: Publications['documents'],
): Promise<Pick<ServedScenario, 'connectTo' | 'caPem' | 'close'>> {
  const hosts = [...new Set(documents.map(({ url }) => new URL(url).hostname))]
  const authority = await createAuthority()
  const { chain, key } = await authority.issue({ kind: 'trusted', names: hosts }, hosts[0] ?? 'localhost')
  const server = createServer({ cert: chain, key }, (request, response) => {
    const url = `https://${request.headers.host}${request.url}`
    const document = request.method === 'GET' ? documents.find((one) => one.url === url) : undefined
    response.writeHead(document?.status ?? 404, { connection: 'close' }).end(document?.body ?? '')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    caPem: authority.caPem,
    connectTo: hosts.map((host) => ({ host, port: 443, toHost: '127.0.0.1', toPort: port })),
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
