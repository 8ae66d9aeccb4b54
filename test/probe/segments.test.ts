import type { Socket } from 'node:net'
import { expect, test } from 'vitest'
import type { Protocol } from '../../src/model/index.js'
import { failureIn, probeOne } from '../support/probing.js'
import { onLines, rawServer } from '../support/raw-server.js'

const greetings = { imap: '* OK [CAPABILITY IMAP4rev1] hé\r\n', pop3: '+OK hé\r\n' }
const answers = {
  imap: '* CAPABILITY IMAP4rev1 IDLE AUTH=PLAIN\r\n{tag} OK done\r\n',
  pop3: '+OK list\r\nUIDL\r\nSASL PLAIN\r\n..DOT\r\n.\r\n',
}
const expected = { imap: ['IMAP4rev1', 'IDLE', 'AUTH=PLAIN'], pop3: ['UIDL', 'SASL PLAIN', '.DOT'] }

/** Writes bytes in two segments, cut at a place. */
async function cutWrite(socket: Socket, text: string, cut: number): Promise<void> {
  const bytes = Buffer.from(text)
  socket.setNoDelay(true)
  socket.write(bytes.subarray(0, cut))
  await new Promise((resolve) => setTimeout(resolve, 2))
  socket.write(bytes.subarray(cut))
}

test.each<Protocol>(['imap', 'pop3'])(
  '%s is read alike wherever greeting and answer are cut',
  async (protocol) => {
    let cut = 0
    const server = await rawServer((socket) => {
      const here = cut
      void cutWrite(socket, greetings[protocol], here)
      onLines(socket, (line) => {
        if (!line.startsWith('QUIT') && !line.endsWith('LOGOUT')) {
          void cutWrite(socket, answers[protocol].replaceAll('{tag}', line.split(' ')[0] ?? ''), here)
        }
      })
    })
    for (cut = 0; cut <= answers[protocol].length; cut += 1) {
      const probe = await probeOne(server.port, protocol, 'none')
      expect(failureIn(probe)).toBe('none')
      expect(probe.greeting?.text).toBe('hé')
      expect(probe.capabilities?.beforeTls).toEqual(expected[protocol])
    }
    await server.close()
  },
)
