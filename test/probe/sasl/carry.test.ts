import { describe, expect, test } from 'vitest'
import { type Carrier, carryOut, type Heard } from '../../../src/probe/sasl/carry.js'
import { cramMd5 } from '../../../src/probe/sasl/cram-md5.js'
import type { Mechanism } from '../../../src/probe/sasl/exchange.js'
import { login } from '../../../src/probe/sasl/login.js'
import { plain } from '../../../src/probe/sasl/plain.js'
import { scramSha256 } from '../../../src/probe/sasl/scram-sha-256.js'
import { xoauth2 } from '../../../src/probe/sasl/xoauth2.js'

const yes: Heard<string> = { end: 'yes' }
const challenge = (text: string): Heard<string> => ({ challenge: Buffer.from(text).toString('base64') })

async function carried(mechanism: Mechanism, script: Heard<string>[], initialSent = false) {
  const sent: string[] = []
  const hidden: string[] = []
  const words = [...script]
  const carrier: Carrier<string> = {
    async next() {
      const next = words.shift()
      if (next === undefined) throw new Error('nothing more was to be read')
      return next
    },
    send: (line) => {
      sent.push(line)
    },
    clean: (text) => text,
    hide: (text) => {
      hidden.push(text)
    },
  }
  const exchange = mechanism.start({ user: 'demo', secret: 'secret' })
  const result = await carryOut(exchange, carrier, initialSent).catch((error: Error) => error.message)
  return { sent, hidden, result }
}

const blob = Buffer.from('\0demo\0secret').toString('base64')

describe('an exchange', () => {
  test.each<[string, Heard<string>[], boolean, string[]]>([
    ['with the initial response sent', [yes], true, []],
    ['after an empty challenge', [challenge(''), yes], false, [blob]],
    ['after a challenge of any words', [{ challenge: 'go ahead' }, yes], false, [blob]],
    ['where the initial response was not understood', [challenge(''), yes], true, [blob]],
  ])('works %s', async (_how, script, initialSent, sent) => {
    expect(await carried(plain, script, initialSent)).toEqual({ sent, hidden: [], result: 'yes' })
  })

  test.each<[string, Mechanism, Heard<string>[], boolean]>([
    ['PLAIN before anything was sent', plain, [yes], false],
    ['LOGIN after one of two answers', login, [challenge('Username:'), yes], false],
    ['CRAM-MD5 without a challenge', cramMd5, [yes], false],
    ['SCRAM without a signature', scramSha256, [yes], true],
    ['XOAUTH2 after an error', xoauth2, [challenge('{"status":"401"}'), yes], true],
  ])('believes no early yes: %s', async (_what, mechanism, script, initialSent) => {
    const { result } = await carried(mechanism, script, initialSent)
    expect(result).toBe('the server said yes before the sign-in was complete')
  })

  test.each<[string, Mechanism, Heard<string>[], boolean, string]>([
    ['not base64', cramMd5, [{ challenge: '<not base64>' }], false, 'a challenge that is not base64'],
    ['one too many for PLAIN', plain, [challenge(''), challenge('')], false, 'a challenge where'],
    ['without end in PLAIN', plain, [challenge(''), challenge(''), challenge('')], true, 'a challenge where'],
    ['without end in LOGIN', login, Array(9).fill(challenge('more')), false, 'a third question'],
    ['without end in XOAUTH2', xoauth2, Array(9).fill(challenge('{}')), true, 'a second challenge'],
  ])('is called off at a challenge %s', async (_what, mechanism, script, initialSent, message) => {
    const { sent, result } = await carried(mechanism, script, initialSent)
    expect(result).toContain(message)
    expect(sent.at(-1)).toBe('*')
  })

  test('hides what a secret could be guessed from', async () => {
    const { hidden, sent } = await carried(cramMd5, [challenge('<1@a>'), yes])
    expect(hidden).toHaveLength(1)
    expect(Buffer.from(sent[0] ?? '', 'base64').toString()).toBe(`demo ${hidden[0]}`)
  })
})
