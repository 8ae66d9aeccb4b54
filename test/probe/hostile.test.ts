import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Protocol } from '../../src/model/index.js'
import { probeOne } from '../support/probing.js'
import { rawServer } from '../support/raw-server.js'

const pieces = fc.constantFrom(
  '* OK',
  '+OK',
  '-ERR',
  '* CAPABILITY',
  '{tag}',
  ' OK',
  '[',
  ']',
  '\r\n',
  '.',
  '{9}',
  ' ',
  '\0',
  '*',
  'STLS',
)
const noise = fc.array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 12 })), { maxLength: 30 })

test('whatever a server says, the probe ends with facts and never with a bug', async () => {
  let script: string[] = []
  const server = await rawServer((socket) => {
    socket.on('data', (chunk: Buffer) => {
      const tag = chunk.toString().split(' ')[0] ?? ''
      socket.end(script.join('').replaceAll('{tag}', tag))
    })
    socket.write(script[0]?.startsWith('*') ? '* OK hello\r\n' : '+OK hello\r\n')
  })
  await fc.assert(
    fc.asyncProperty(noise, fc.constantFrom<Protocol>('imap', 'pop3'), async (said, protocol) => {
      script = [protocol === 'imap' ? '*' : '+', ...said]
      const probe = await probeOne(server.port, protocol, 'starttls', { timeoutMs: 2_000 })
      expect(probe.phases.map((phase) => phase.failure?.cause)).not.toContain('internal')
      expect(JSON.stringify(probe)).not.toMatch(/[\u007f-\u009f\u2028\u202e]/)
    }),
    { numRuns: 150 },
  )
  await server.close()
})
