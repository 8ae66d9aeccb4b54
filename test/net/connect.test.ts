import { expect, test } from 'vitest'
import { Deadline, Dial, failureOf } from '../../src/net/index.js'
import { resolveAddresses } from '../../src/net/resolve.js'
import { closedPort, rawServer } from '../support/raw-server.js'
import { silentAddress } from '../support/silent-address.js'

function dial(addresses: string[], port: number, oneAtATime = false, deadline = new Deadline(3_000)) {
  const count = { connections: 0 }
  return { count, dial: new Dial(addresses, port, deadline, count, { oneAtATime }) }
}

const seen = async ({ dial }: { dial: Dial }) =>
  (await dial.attempts()).map(({ address, outcome, failure }) => `${address} ${failure?.cause ?? outcome}`)

test.each([false, true])(
  'measures a dead address and a live one, and counts both; in turn: %s',
  async (inTurn) => {
    const server = await rawServer(() => {})
    const made = dial(['127.0.0.3', '127.0.0.1'], server.port, inTurn)
    const { socket, connectedTo } = await made.dial.connect()
    expect(connectedTo).toBe(`127.0.0.1:${server.port}`)
    socket.destroy()
    expect(await seen(made)).toEqual(['127.0.0.3 refused', '127.0.0.1 observed'])
    expect(made.count.connections).toBe(2)
    await server.close()
  },
)

test.each([false, true])('takes the first in order and closes the others; in turn: %s', async (inTurn) => {
  const server = await rawServer(() => {})
  const made = dial(['127.0.0.1', '127.0.0.1', '127.0.0.3'], server.port, inTurn)
  const { socket } = await made.dial.connect()
  if (inTurn) expect(made.count.connections).toBe(1)
  socket.destroy()
  expect(await seen(made)).toEqual(['127.0.0.1 observed', '127.0.0.1 observed', '127.0.0.3 refused'])
  expect(made.count.connections).toBe(3)
  await server.close()
})

test('names the most telling cause and how many were tried', async () => {
  const port = await closedPort()
  const error = await dial(['127.0.0.1', '127.0.0.1'], port).dial.connect().catch(failureOf)
  expect(error).toMatchObject({ cause: 'refused', code: 'ECONNREFUSED' })
  expect(error).toHaveProperty('message', expect.stringContaining('2 addresses'))
})

test.each([false, true])(
  'an address that is silent leaves time for the others; in turn: %s',
  async (inTurn) => {
    const server = await rawServer(() => {})
    const silence = await silentAddress(server.port)
    const made = dial([silence.address, '127.0.0.1'], server.port, inTurn, new Deadline(900))
    const { socket } = await made.dial.connect()
    socket.destroy()
    expect(await seen(made)).toEqual(['127.0.0.9 timed-out', '127.0.0.1 observed'])
    await silence.close()
    await server.close()
  },
)

test('a deadline that has passed connects to nothing', async () => {
  const abort = new AbortController()
  abort.abort()
  const server = await rawServer(() => {})
  const made = dial(['127.0.0.1', '127.0.0.1'], server.port, false, new Deadline(900, abort.signal))
  expect(await made.dial.connect().catch(failureOf)).toMatchObject({ cause: 'cancelled' })
  expect(made.count.connections).toBe(0)
  await server.close()
})

test('an address needs no lookup, and a name that cannot exist is not found', async () => {
  const deadline = new Deadline(9_000)
  expect(await resolveAddresses('192.0.2.7', deadline)).toEqual(['192.0.2.7'])
  expect(await resolveAddresses('localhost', deadline)).toContain('127.0.0.1')
  const failure = await resolveAddresses('nothing.invalid', deadline).catch(failureOf)
  // Without any resolver the system says EAI_AGAIN.
  expect(failure).toMatchObject({ cause: expect.stringMatching(/^(name-not-found|resolver-failed)$/) })
})
