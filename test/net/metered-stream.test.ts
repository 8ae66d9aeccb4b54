import type { Socket } from 'node:net'
import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { limits, MeteredStream, Transcript } from '../../src/net/index.js'

/** What a library gets to read from a server that sends this, and why it ended. */
async function read(chunk: string, times: number): Promise<{ bytes: number; failure: string | undefined }> {
  const socket = new PassThrough()
  const stream = new MeteredStream(socket as unknown as Socket, new Transcript(), '', () => {})
  let bytes = 0
  stream.on('data', (data: Buffer) => {
    bytes += data.length
  })
  const closed = new Promise((resolve) => stream.once('close', resolve))
  for (let count = 0; count < times && !socket.destroyed; count += 1) {
    socket.write(chunk)
    await new Promise(setImmediate)
  }
  socket.end()
  await closed
  return { bytes, failure: stream.failure?.failure.cause }
}

test('a session of many short lines is cut off', async () => {
  const { bytes, failure } = await read('* 1 EXISTS\r\n'.repeat(1000), 25)
  expect(failure).toBe('too-much-data')
  expect(bytes).toBeLessThanOrEqual(limits.sessionLines * '* 1 EXISTS\r\n'.length)
})

test('a session of many bytes is cut off', async () => {
  const { bytes, failure } = await read('x'.repeat(65_536), 80)
  expect(failure).toBe('too-much-data')
  expect(bytes).toBeLessThanOrEqual(limits.sessionBytes)
})

test('one within both limits is handed on whole', async () => {
  expect(await read('* 1 EXISTS\r\n', 10)).toEqual({ bytes: 120, failure: undefined })
})
