import Pop3Command from 'node-pop3'
import { expect, test } from 'vitest'

// FramedPop3 relies on these members of node-pop3, which its documentation does not promise.
test('node-pop3 still has the members that the framing relies on', async () => {
  const client = new Pop3Command({ host: '', user: '', password: '' })
  expect(client).toHaveProperty('_socket', null)
  expect(client).toHaveProperty('_stream', null)
  expect(typeof client._updateStream).toBe('function')
  const written: string[] = []
  const port = { write: (text: string) => written.push(text) }
  client._socket = port as unknown as Pop3Command['_socket']
  const answer = client.STAT()
  await Promise.resolve()
  await new Promise((resolve) => setImmediate(resolve))
  client.emit('response', '3 120', null)
  expect(await answer).toBe('3 120')
  expect(written).toEqual(['STAT\r\n'])
})
