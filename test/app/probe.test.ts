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
  const ports = [993, 143, 995, 110, server.port]
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

  test('the demo', async () => {
    const document = await probe(['demo'], { deep: true, gentle: true, keepTranscript: true })
    expect(document.endpoints.map(({ asked }) => asked)).toEqual(Array(4).fill('standard'))
    expect(document.endpoints.every(({ followUps, transcript }) => followUps && transcript)).toBe(true)
    expect(await problemWith(document, 'probe')).toBeUndefined()
  })
})
