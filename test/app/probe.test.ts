import { afterAll, describe, expect, test } from 'vitest'
import { probe } from '../../src/app/probe.js'
import { problemWith } from '../../src/app/validate.js'
import { type RawServer, rawServer, testHost } from '../support/raw-server.js'

const servers: RawServer[] = []

afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()))
})

/** Targets on one server that only says what it is. */
async function probeTargets(...targets: string[]) {
  const server = await rawServer((socket) => socket.end('220 mail ESMTP\r\n'))
  servers.push(server)
  const ports = targets[0] === testHost ? [993, 143, 995, 110] : [server.port]
  return probe(
    targets.map((target) => target.replace('PORT', String(server.port))),
    {
      timeoutMs: 3_000,
      connectTo: ports.map((port) => ({ host: testHost, port, toHost: '127.0.0.1', toPort: server.port })),
    },
  )
}

describe('how an endpoint was asked for', () => {
  test.each([
    [[`${testHost}:PORT`], ['guessed']],
    [[`imap://${testHost}:PORT`], ['named']],
    [
      [testHost, `${testHost}:143`],
      ['standard', 'named', 'standard', 'standard'],
    ],
  ])('%j', async (targets, asked) => {
    const document = await probeTargets(...targets)
    expect(document.endpoints.map((endpoint) => endpoint.asked)).toEqual(asked)
    expect(await problemWith(document, 'probe')).toBeUndefined()
  })

  test('targets that lost white space are listed', async () => {
    const document = await probeTargets(` imap://${testHost}:PORT`)
    expect(document.request.trimmed).toEqual([expect.stringMatching(/^imap:/)])
    expect(document.request.targets).toEqual([expect.stringMatching(/^ ?imap:/)])
    expect(await problemWith(document, 'probe')).toBeUndefined()
  })

  test('the demo', async () => {
    const document = await probe(['demo'], { deep: true, gentle: true, keepTranscript: true })
    expect(document.endpoints.map(({ asked }) => asked)).toEqual(Array(4).fill('standard'))
    expect(document.endpoints.every(({ followUps, transcript }) => followUps && transcript)).toBe(true)
    expect(await problemWith(document, 'probe')).toBeUndefined()
  })
})

const route = (host: string, port: number, toPort = 1) => ({ host, port, toHost: '127.0.0.1', toPort })
const bad = { code: 'bad-value', exitCode: 2 }

describe('refused before anything is sent', () => {
  test.each([
    ['user', { user: 'de\rmo', password: 'x' }],
    ['user', { user: 'demo\n', password: 'x' }],
    ['password', { user: 'demo', password: 'two\nlines' }],
    ['password', { user: 'demo', password: 'NUL\0' }],
  ])('a line end or NUL in the %s', async (name, signIn) => {
    const server = await rawServer(() => {})
    servers.push(server)
    const connectTo = [route(testHost, 993, server.port)]
    const refused = probe([`${testHost}:993`], { timeoutMs: 500, connectTo, signIn })
    await expect(refused).rejects.toMatchObject({ ...bad, message: expect.stringContaining(name) })
    await expect(refused).rejects.not.toThrow(/two|NUL\0/)
    expect(server.connections).toBe(0)
  })

  test.each([
    ['another host', [route('other.example', 993)], 'other.example:993'],
    ['another port', [route(testHost, 143)], `${testHost}:143`],
    ['a slip beside one that is used', [route(testHost, 993), route(testHost, 134)], `${testHost}:134`],
  ])('--connect-to for %s', async (_what, connectTo, place) => {
    const refused = probe([`${testHost}:993`], { timeoutMs: 500, connectTo })
    await expect(refused).rejects.toMatchObject({
      ...bad,
      message: `--connect-to: no endpoint ${place} among the targets`,
    })
  })
})

test('names of --connect-to are read as those of targets; ports of further looks may stand beside', async () => {
  const server = await rawServer((socket) => socket.end('220 mail ESMTP\r\n'))
  servers.push(server)
  const connectTo = [route('M\u00fcller.example.', 993, server.port), route('xn--mller-kva.example', 443)]
  const { endpoints } = await probe(['imaps://m\u00fcller.example'], { timeoutMs: 2_000, connectTo })
  expect(endpoints[0]?.connectedTo).toBe(`127.0.0.1:${server.port}`)
})

test('broken off: what was finished is kept, the rest is cancelled', async () => {
  const abort = new AbortController()
  const closing = await rawServer((socket) => socket.end())
  const silent = await rawServer(() => {})
  servers.push(closing, silent)
  const document = await probe([`imap://${testHost}:1`, `pop://${testHost}:2`], {
    timeoutMs: 20_000,
    connectTo: [route(testHost, 1, closing.port), route(testHost, 2, silent.port)],
    signal: abort.signal,
    onPhase: ({ port }, { name }) => {
      if (port === 1 && name === 'logout') abort.abort()
    },
  })
  expect(document.request.interrupted).toBe(true)
  const causes = document.endpoints.map(
    ({ phases }) => phases.find(({ outcome }) => outcome === 'failed')?.failure?.cause,
  )
  expect(causes).toEqual(['closed', 'cancelled'])
  expect(await problemWith(document, 'probe')).toBeUndefined()
})
