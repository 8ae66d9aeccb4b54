import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ClientId, type Endpoint, UserError } from '../../src/model/index.js'
import { unsafeCharacters } from '../../src/model/unsafe-characters.js'
import { clientList } from '../../src/settings/clients.js'
import { isPlainHost } from '../../src/settings/safe-text.js'
import { buildFile, documentOf, healthy, type Situation, submission } from './situations.js'

const ids = clientList.map(({ id }) => id)
const unsafe = new RegExp(`[${unsafeCharacters}]`, 'u')

function situationOf(client: ClientId, different: Partial<Situation> = {}): Situation {
  const pop = client === 'mpop'
  return {
    name: 'hostile',
    setup: pop ? 'pop-leave-on-server' : 'imap',
    probe: documentOf([healthy(pop ? 995 : 993)], [submission]),
    ...different,
  }
}

/** The file, or undefined when the input was refused as the user's. */
function fileFor(client: ClientId, different: Partial<Situation>): string | undefined {
  try {
    return buildFile(client, situationOf(client, different))
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}

/** Signs that some format gives a meaning, and what could hide or end a line. */
const sign = fc.oneof(
  fc.constantFrom(...'"\'`\\$%&<>#;=[]{}()|!@:/?-, \t\n\r\0\u0085\u2028\u202e\u200b\u00ad'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
)
const hostile = fc.array(sign, { minLength: 1, maxLength: 30 }).map((signs) => signs.join(''))

describe.each(ids)('%s', (client) => {
  const lines = (text: string) => text.split('\n').length
  const plain = lines(fileFor(client, { user: 'user@demo.example' }) ?? '')

  it('refuses user names that could end a line or hide, and adds no line for any other', () => {
    fc.assert(
      fc.property(hostile, (user) => {
        const text = fileFor(client, { user: `${user}@demo.example` })
        expect(unsafe.test(user) && text !== undefined).toBe(false)
        if (text === undefined) return
        expect(lines(text)).toBe(plain)
        expect(unsafe.test(text.replace(/[\n\t]/g, ''))).toBe(false)
      }),
      { numRuns: 200 },
    )
  })

  it('refuses a host in a stored probe that is none', () => {
    fc.assert(
      fc.property(hostile, (host) => {
        const endpoint = situationOf(client).probe.endpoints[0]
        if (endpoint === undefined) throw new Error('no endpoint')
        const stored: Endpoint = { ...endpoint.endpoint, host }
        const text = fileFor(client, { probe: documentOf([{ ...endpoint, endpoint: stored }]) })
        if (/^[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?$/i.test(host) || /^[0-9a-f:.]+$/i.test(host)) return
        expect(text).toBeUndefined()
      }),
      { numRuns: 200 },
    )
  })

  it('takes nothing from the other texts of a stored probe', () => {
    const withTexts = (word: string) => {
      const [endpoint] = situationOf(client).probe.endpoints
      if (endpoint?.tls?.certificate === undefined) throw new Error('no certificate')
      const certificate = { ...endpoint.tls.certificate, validTo: word, subject: word }
      const tls = { ...endpoint.tls, protocol: word, certificate }
      const probe = documentOf(
        [{ ...endpoint, tls, software: word, sasl: ['PLAIN', word] }],
        [{ ...submission, host: word }],
      )
      const stored = { ...probe, request: { ...probe.request, startedAt: word } }
      return fileFor(client, { probe: stored, user: 'user@demo.example' })
    }
    const expected = withTexts('no host')
    expect(expected).toBeDefined()
    fc.assert(
      fc.property(hostile, (word) => {
        fc.pre(!isPlainHost(word))
        expect(withTexts(word)).toBe(expected)
      }),
      { numRuns: 200 },
    )
  })

  it('refuses a path of certificates that could end a line', () => {
    expect(fileFor(client, { caFiles: ['/tmp/a\nb.pem'] })).toBeUndefined()
    expect(fileFor(client, { caFiles: ['/tmp/a b.pem'] })).toBeDefined()
  })
})
