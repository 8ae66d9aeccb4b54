import { describe, expect, test } from 'vitest'
import { disagreementsIn } from '../../src/discover/disagreements.js'
import { withoutForbidden } from '../../src/discover/forbidden.js'
import { namesBehind } from '../../src/discover/mx.js'
import { rank } from '../../src/discover/rank.js'
import type { SourceWord } from '../../src/discover/source.js'
import type { Endpoint, SourceName, Trust } from '../../src/model/index.js'

const domain = 'example.test'

function endpoint(text: string): Endpoint {
  const [, scheme = '', host = '', port = ''] = /^(\w+):\/\/\[?(.+?)\]?:(\d+)$/.exec(text) ?? []
  const protocol = scheme.startsWith('imap') ? 'imap' : 'pop3'
  const security = scheme.endsWith('s') ? 'tls' : scheme.endsWith('plain') ? 'none' : 'starttls'
  return { protocol, host, port: Number(port), security }
}

function word(source: SourceName, trust: Trust, ...targets: string[]): SourceWord {
  return {
    result: { source, trust, asked: source, outcome: 'found', ms: 1 },
    servers: { incoming: targets.map((target) => ({ endpoint: endpoint(target) })), outgoing: [] },
  }
}

describe('ranking', () => {
  const one = `imaps://mail.${domain}:993`
  const two = `imaps://other.${domain}:993`

  test('goes by the order of sources, whatever order they answered in', () => {
    const words = [
      word('guess', 'unverified', `imaps://imap.${domain}:993`),
      word('srv', 'inferred', two),
      word('autoconfig', 'provider', one),
    ]
    const order = rank(words, domain).map(({ source }) => source)
    expect(order).toEqual(['autoconfig', 'srv', 'guess'])
    expect(rank([...words].reverse(), domain)).toEqual(rank(words, domain))
  })

  test('names each endpoint once, with all that name it and the best trust', () => {
    const [candidate, ...rest] = rank(
      [
        word('provider-facts', 'third-party', one),
        word('srv', 'inferred', one),
        word('autoconfig', 'provider', one),
      ],
      domain,
    )
    expect(rest).toEqual([])
    expect(candidate).toMatchObject({
      source: 'autoconfig',
      trust: 'provider',
      alsoFrom: ['srv', 'provider-facts'],
      mayReceiveSecrets: true,
    })
  })

  test('puts clear text last within its source, and lets no secret go there', () => {
    const [first, second] = rank(
      [word('autoconfig', 'provider', `imapplain://mail.${domain}:143`, one)],
      domain,
    )
    expect(first?.endpoint.security).toBe('tls')
    expect(second?.endpoint.security).toBe('none')
    expect(second?.mayReceiveSecrets).toBeUndefined()
  })

  test.each<[SourceName, Trust, boolean]>([
    ['pacc', 'proven', false],
    ['autoconfig', 'provider', false],
    ['provider-facts', 'third-party', true],
    ['ispdb', 'third-party', false],
    ['srv', 'inferred', false],
    ['mx-provider-facts', 'inferred', false],
    ['autodiscover', 'provider', false],
    ['http-autoconfig', 'unverified', false],
    ['guess', 'unverified', false],
  ])('lets a secret go to what %s (%s) names: %s', (source, trust, allowed) => {
    const [candidate] = rank([word(source, trust, one)], domain)
    expect(candidate?.mayReceiveSecrets ?? false).toBe(allowed)
  })
})

describe('disagreements', () => {
  test('are different places for one protocol', () => {
    const words = [
      word('srv', 'inferred', 'imaps://a.test:993'),
      word('autoconfig', 'provider', 'imaps://b.test:993'),
    ]
    expect(disagreementsIn(words)).toEqual([
      {
        protocol: 'imap',
        says: [
          { source: 'autoconfig', endpoints: [endpoint('imaps://b.test:993')] },
          { source: 'srv', endpoints: [endpoint('imaps://a.test:993')] },
        ],
      },
    ])
  })

  test('are not where one source lists less, or another protocol, or only guesses', () => {
    const words = [
      word('autoconfig', 'provider', 'imaps://a.test:993', 'imap://a.test:143'),
      word('srv', 'inferred', 'imaps://a.test:993', 'pops://a.test:995'),
      word('guess', 'unverified', 'imaps://imap.test:993'),
    ]
    expect(disagreementsIn(words)).toEqual([])
  })
})

describe('names behind an MX', () => {
  test.each([
    ['a-com.olc.protection.outlook.com', domain, ['olc.protection.outlook.com', 'outlook.com']],
    ['mx1.hoster.co.uk', domain, ['hoster.co.uk']],
    ['mx1.mail.example.test', domain, ['mail.example.test']],
    ['mail.example.test', domain, []],
    ['hoster.com', domain, ['hoster.com']],
    ['localhost', domain, []],
  ])('%s of %s: %j', (host, of, names) => {
    expect(namesBehind(host, of)).toEqual(names)
  })
})

describe('places that a stranger must not name', () => {
  test.each([
    'imaps://127.0.0.1:993',
    'imaps://10.1.2.3:993',
    'imaps://169.254.169.254:80',
    'imaps://[::1]:993',
    'imaps://[::ffff:192.168.0.1]:993',
    'imaps://[fe80::1]:993',
    'imaps://localhost:993',
    'imaps://a.localhost:993',
    'imaps://intranet:993',
  ])('%s is left out, and said', (place) => {
    const { result, servers } = withoutForbidden(word('autoconfig', 'provider', place), [])
    expect(servers.incoming).toEqual([])
    expect(result).toMatchObject({ outcome: 'nothing' })
    expect(result.because).toContain('refused: ')
  })

  test.each(['imaps://192.0.2.1:993', 'imaps://[2001:db8::1]:993', 'imaps://mail.example.test:993'])(
    '%s stays',
    (place) => {
      const given = word('autoconfig', 'provider', place)
      expect(withoutForbidden(given, [])).toBe(given)
    },
  )

  test("a mapping of the user's own lets a place through", () => {
    const route = { host: 'intranet', port: 993, toHost: '127.0.0.1', toPort: 1 }
    const given = word('autoconfig', 'provider', 'imaps://intranet:993')
    expect(withoutForbidden(given, [route])).toBe(given)
  })
})
