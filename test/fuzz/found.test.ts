import type { MxRecord, SrvRecord } from 'node:dns'
import fc from 'fast-check'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { discover } from '../../src/discover/discover.js'
import { readAutoconfig } from '../../src/discover/documents/autoconfig-xml.js'
import { readAutodiscover } from '../../src/discover/documents/autodiscover-xml.js'
import { redirectTarget } from '../../src/discover/documents/fetch.js'
import { readPacc } from '../../src/discover/documents/pacc-json.js'
import { mostServers, type Reading } from '../../src/discover/documents/reading.js'
import { readXml } from '../../src/discover/documents/xml.js'
import { limits, WireFailure } from '../../src/net/index.js'
import { json } from '../../src/render/json.js'
import { unsafe } from '../hostile/examine.js'
import { seedsOf, texts } from './mutate.js'
import { runs, timeoutMs } from './runs.js'

/** What the resolver says, whatever is asked. */
const answers = vi.hoisted(() => ({
  srv: [] as unknown[],
  mx: [] as unknown[],
  txt: [] as unknown[],
  a: [] as unknown[],
}))

vi.mock('node:dns/promises', () => ({
  lookup: async () => [],
  Resolver: class {
    setServers() {}
    cancel() {}
    resolveSrv = async () => answers.srv
    resolveMx = async () => answers.mx
    resolveTxt = async () => answers.txt
    resolve4 = async () => answers.a
    resolve6 = async () => answers.a
  },
}))

const domain = 'example.test'
const account = { domain, address: `jane@${domain}` }
const reader = { domain, address: account.address }

beforeEach(() => {
  Object.assign(answers, { srv: [], mx: [], txt: [], a: [] })
})

/** Only our own refusals are thrown, and what is read is bounded and makes sense. */
async function expectReading(read: () => Promise<Reading | undefined>): Promise<void> {
  let reading: Reading | undefined
  try {
    reading = await read()
  } catch (error) {
    if (error instanceof WireFailure && error.failure.cause === 'malformed') {
      expect(unsafe.exec(error.failure.message)).toBeNull()
      return
    }
    throw error
  }
  if (reading === undefined) return
  const { servers, remarks } = reading
  expect(servers.incoming.length).toBeLessThanOrEqual(mostServers)
  for (const { endpoint } of servers.incoming) {
    expect(endpoint.host).toMatch(/^[a-z0-9._:-]{1,253}$/)
    expect(endpoint.port).toBeGreaterThan(0)
    expect(endpoint.port).toBeLessThan(65_536)
    expect(['tls', 'starttls', 'none']).toContain(endpoint.security)
  }
  expect(unsafe.exec(json({ servers, remarks }))?.[0]?.replace('\n', '') ?? '').toBe('')
  expect(remarks.join('').length).toBeLessThan(64 * limits.serverText)
}

const xml = (target: string, read: (body: Buffer) => Promise<Reading | undefined>) =>
  fc.assert(
    fc.asyncProperty(texts(target), (text) => expectReading(() => read(Buffer.from(text)))),
    runs(800),
  )

describe('any text in the place of', () => {
  test(
    'autoconfig is read or refused',
    () =>
      xml('autoconfig', async (body) => {
        const root = await readXml(body)
        return root && readAutoconfig(root, reader)
      }),
    timeoutMs,
  )

  test(
    'Autodiscover is read or refused, and what it points to is judged',
    () =>
      xml('autodiscover', async (body) => {
        const root = await readXml(body)
        const reading = root && readAutodiscover(root, account.address)
        const { redirectUrl } = reading ?? {}
        if (redirectUrl !== undefined) {
          const target = redirectTarget(redirectUrl, new URL(`https://${domain}/`))
          if (typeof target === 'string') expect(unsafe.exec(target)).toBeNull()
          else expect(`${target.protocol}//${target.hostname}`).toBe(`https://${domain}`)
        }
        return reading
      }),
    timeoutMs,
  )

  test('PACC is read or refused', () => xml('pacc', async (body) => readPacc(body)), timeoutMs)
})

test(
  'any records of the resolver lead to names and ports only, shown safely',
  async () => {
    const name = texts('dns')
    const number = fc.oneof(fc.constantFrom(0, 1, 143, 993, 65_535, 65_536, -1), fc.integer())
    const srv = fc.record<SrvRecord>({ priority: number, weight: number, port: number, name })
    const mx = fc.record<MxRecord>({ priority: number, exchange: name })
    const everything = fc.record({
      srv: fc.array(srv, { maxLength: 12 }),
      mx: fc.array(mx, { maxLength: 12 }),
      txt: fc.array(fc.array(name, { maxLength: 4 }), { maxLength: 12 }),
      a: fc.array(name, { maxLength: 4 }),
    })
    await fc.assert(
      fc.asyncProperty(everything, async (said) => {
        Object.assign(answers, said)
        const options = { timeoutMs: 5_000, ispdb: false, httpAutoconfig: false, sendAddress: false }
        const lookup = async () => []
        const result = await discover(account, { ...options, connectTo: [], caPem: [], lookup }, [])
        for (const { endpoint } of result.candidates) {
          expect(endpoint.host).toMatch(/^[a-z0-9_-]+(\.[a-z0-9_-]+)+$/)
          expect(endpoint.host).not.toMatch(/^(.*\.)?localhost$|^[\d.]+$/)
          expect(Number.isInteger(endpoint.port) && endpoint.port > 0 && endpoint.port < 65_536).toBe(true)
          expect(endpoint.host.length).toBeLessThanOrEqual(253)
        }
        expect(result.candidates.length).toBeLessThan(200)
        expect(unsafe.exec(json(result))).toBeNull()
      }),
      runs(150),
    )
  },
  timeoutMs,
)

test('the kept documents are read as they are, so that their changes reach what is behind', async () => {
  const [autoconfig = '', autodiscover = '', pacc = ''] = ['autoconfig', 'autodiscover', 'pacc'].map(
    (target) => seedsOf(target)[0],
  )
  const [first, second] = await Promise.all(
    [autoconfig, autodiscover].map((text) => readXml(Buffer.from(text))),
  )
  if (first === undefined || second === undefined) throw new Error('a kept document is no XML')
  const readings = [
    readAutoconfig(first, reader),
    readAutodiscover(second, account.address),
    readPacc(Buffer.from(pacc)),
  ]
  expect(readings.map((one) => one?.servers.incoming.length)).toEqual([2, 2, 2])
})
