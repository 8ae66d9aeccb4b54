import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Connection, Deadline, limits, Transcript, WireFailure } from '../../src/net/index.js'
import { LineSplitter } from '../../src/net/line-splitter.js'
import { dialogueFor } from '../../src/probe/dialogue-for.js'
import {
  capabilitiesOf,
  parseImapGreeting,
  parseResponseText,
  readImapAnswer,
} from '../../src/probe/imap-protocol.js'
import { readCapa } from '../../src/probe/pop3-dialogue.js'
import { parsePop3Greeting, readPop3Lines, readPop3Status } from '../../src/probe/pop3-protocol.js'
import { packets } from './mutate.js'
import { runs, timeoutMs } from './runs.js'

/** A connection on which these packets arrive, and then the end. */
function receiving(all: readonly Buffer[]): Connection {
  const left = [...all].filter(({ length }) => length > 0)
  const stream = new Duplex({
    read() {
      const next = left.shift()
      setImmediate(() => this.push(next ?? null))
    },
    write: (_chunk, _encoding, done) => done(),
  })
  return new Connection(stream as Socket, new Deadline(10_000), new Transcript())
}

/** What came of reading: a value, or the cause of a failure of our own. Anything else is a bug, and is thrown. */
async function outcome<T>(reading: Promise<T>): Promise<T | string> {
  return reading.catch((error: unknown) => {
    if (error instanceof WireFailure && error.failure.cause !== 'internal') return error.failure.cause
    throw error
  })
}

test(
  'lines are the same wherever the network cuts, and every byte is accounted for',
  () => {
    fc.assert(
      fc.property(fc.oneof(packets('imap'), packets('pop3')), (all) => {
        const splitter = new LineSplitter(limits.lineBytes)
        const lines: string[] = []
        let taken = 0
        for (const packet of all) {
          splitter.push(packet)
          for (let next = splitter.shift(); next !== undefined; next = splitter.shift()) {
            lines.push(next.line.toString('latin1'))
            taken += next.bytes
          }
        }
        const whole = Buffer.concat(all).toString('latin1')
        const expected = whole.split('\n').slice(0, -1)
        expect(lines).toEqual(expected.map((line) => line.replace(/\r$/, '')))
        expect(taken + splitter.leftOver).toBe(whole.length)
      }),
      runs(2000),
    )
  },
  timeoutMs,
)

describe('IMAP', () => {
  test(
    'any answer is read or refused, and bounded',
    async () => {
      await fc.assert(
        fc.asyncProperty(packets('imap'), async (all) => {
          const connection = receiving(all)
          const answer = await outcome(readImapAnswer(connection, 't1', 'answer'))
          connection.close()
          if (typeof answer === 'string') return
          expect(['OK', 'NO', 'BAD']).toContain(answer.status)
          expect(answer.capabilities?.length ?? 0).toBeLessThanOrEqual(limits.capabilities)
          expect(answer.capabilities?.filter((name) => /[ \n]/.test(name) || name === '') ?? []).toEqual([])
        }),
        runs(1500),
      )
    },
    timeoutMs,
  )

  test(
    'any first line is a greeting or is kept whole',
    () => {
      fc.assert(
        fc.property(packets('imap'), (all) => {
          const [line = ''] = Buffer.concat(all).toString('utf8').split('\r\n')
          const greeting = parseImapGreeting(line)
          if (greeting.status === 'other') expect(greeting.words).toBe(line)
          else expect(line).toContain(greeting.words)
          capabilitiesOf(parseResponseText(line))
          dialogueFor({ protocol: 'imap' }).parseGreeting(line)
        }),
        runs(2000),
      )
    },
    timeoutMs,
  )
})

describe('POP3', () => {
  test(
    'any answer is read or refused, and bounded',
    async () => {
      await fc.assert(
        fc.asyncProperty(packets('pop3'), async (all) => {
          const connection = receiving(all)
          const capabilities = await outcome(readCapa(connection))
          connection.close()
          if (!Array.isArray(capabilities)) return
          expect(capabilities.length).toBeLessThanOrEqual(limits.capabilities)
          const dialogue = dialogueFor({ protocol: 'pop3' })
          expect(dialogue.sasl(capabilities).every((name) => name !== '')).toBe(true)
          dialogue.software(capabilities)
        }),
        runs(1500),
      )
    },
    timeoutMs,
  )

  test(
    'dots are undone once, and a list ends at the first single one',
    async () => {
      await fc.assert(
        fc.asyncProperty(packets('pop3'), async (all) => {
          const connection = receiving(all)
          const got: string[] = []
          const read = async () => {
            await readPop3Status(connection, 'status')
            await readPop3Lines(connection, 'list', (line) => got.push(line))
            return 'ended'
          }
          const ended = (await outcome(read())) === 'ended'
          connection.close()
          if (!ended) return
          const [, ...lines] = Buffer.concat(all).toString('utf8').split(/\r?\n/)
          const list = lines.slice(0, lines.indexOf('.'))
          expect(got).toEqual(list.map((line) => line.replace(/^\./, '')))
        }),
        runs(1500),
      )
    },
    timeoutMs,
  )

  test(
    'any first line is a greeting or is kept whole',
    () => {
      fc.assert(
        fc.property(packets('pop3'), (all) => {
          const [line = ''] = Buffer.concat(all).toString('utf8').split('\r\n')
          const { status, words } = parsePop3Greeting(line)
          if (status === 'other') expect(words).toBe(line)
          else expect(line).toContain(words)
        }),
        runs(2000),
      )
    },
    timeoutMs,
  )
})
