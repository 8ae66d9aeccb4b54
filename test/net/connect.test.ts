import { expect, test } from 'vitest'
import { connectToAny, Deadline, failureOf } from '../../src/net/index.js'
import { resolveAddresses } from '../../src/net/resolve.js'
import { closedPort, rawServer } from '../support/raw-server.js'

test('goes on to the next address when one does not answer, and counts both', async () => {
  const server = await rawServer(() => {})
  const count = { connections: 0 }
  const deadline = new Deadline(3_000)
  const { socket, connectedTo } = await connectToAny(['127.0.0.3', '127.0.0.1'], server.port, deadline, count)
  expect(connectedTo).toBe(`127.0.0.1:${server.port}`)
  expect(count.connections).toBe(2)
  socket.destroy()
  await server.close()
})

test('names the most telling cause and how many were tried', async () => {
  const port = await closedPort()
  const count = { connections: 0 }
  const error = await connectToAny(['127.0.0.1', '127.0.0.1'], port, new Deadline(3_000), count).catch(
    failureOf,
  )
  expect(error).toMatchObject({ cause: 'refused', code: 'ECONNREFUSED' })
  expect(error).toHaveProperty('message', expect.stringContaining('2 addresses'))
})

test('an address that is silent leaves time for the others', async () => {
  const server = await rawServer(() => {})
  const count = { connections: 0 }
  // TEST-NET-1 (RFC 5737) answers nowhere: silent, or unreachable where there is no route.
  const { socket } = await connectToAny(['192.0.2.1', '127.0.0.1'], server.port, new Deadline(900), count)
  expect(count.connections).toBe(2)
  socket.destroy()
  await server.close()
})

test('a deadline that has passed connects to nothing', async () => {
  const abort = new AbortController()
  abort.abort()
  const server = await rawServer(() => {})
  const count = { connections: 0 }
  const error = await connectToAny(['127.0.0.1'], server.port, new Deadline(900, abort.signal), count).catch(
    failureOf,
  )
  expect(error).toMatchObject({ cause: 'cancelled' })
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
