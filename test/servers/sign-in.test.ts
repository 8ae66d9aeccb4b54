import { createHash, createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Endpoint, Protocol } from '../../src/model/index.js'
import { Secret } from '../../src/net/index.js'
import type { SignInOptions } from '../../src/probe/options.js'
import { probeEndpoints } from '../../src/probe/probe-endpoints.js'
import { failureIn } from '../support/probing.js'
import { dovecotAvailable, dovecotMissing, startDovecot } from './dovecot.js'
import { password, type RunningServer } from './private-server.js'

const available = dovecotAvailable() !== undefined
if (!available) console.warn(dovecotMissing)

const protocols: readonly Protocol[] = ['imap', 'pop3']
const key = 'a key that only these tests know'

/** A token that the private Dovecot validates by itself, with the shared key of its folder. */
function tokenFor(user: string, seconds: number): string {
  const now = Math.floor(Date.now() / 1000)
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const claims = { sub: user, iat: now - 60, exp: now + seconds }
  const said = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`
  return `${said}.${createHmac('sha256', key).update(said).digest('base64url')}`
}

function settings(mechanisms: string): string {
  return `
auth_mechanisms = ${mechanisms}
passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = FOLDER/oauth2.conf
}
`
}

describe.runIf(available)('a real Dovecot with', () => {
  const started: RunningServer[] = []

  afterAll(async () => {
    for (const server of started) await server.stop()
  })

  async function dovecotWith(mechanisms: string, users?: string): Promise<RunningServer> {
    const server = await startDovecot({
      open: ['imaps', 'pop3s'],
      extra: settings(mechanisms),
      files: {
        'oauth2.conf': [
          'introspection_mode = local',
          'local_validation_key_dict = fs:posix:prefix=FOLDER/keys/',
          'username_attribute = sub',
          '',
        ].join('\n'),
        'keys/default/HS256/default': Buffer.from(key).toString('base64'),
        ...(users !== undefined && { users }),
      },
    })
    started.push(server)
    return server
  }

  async function signIn(server: RunningServer, protocol: Protocol, options: Partial<SignInOptions> = {}) {
    const { name: host, host: toHost, ports, caPem, user } = server
    const port = protocol === 'imap' ? ports.imaps : ports.pop3s
    const endpoint: Endpoint = { protocol, host, port, security: 'tls' }
    const [probe] = await probeEndpoints([endpoint], {
      timeoutMs: 20_000,
      caPem: [caPem],
      connectTo: [{ host, port, toHost, toPort: port }],
      signIn: { user, secret: new Secret(password), ...options },
    })
    if (probe === undefined) throw new Error('no result')
    return {
      probe,
      attempts: (probe.signIn ?? []).map(({ mechanism, outcome }) => `${mechanism} ${outcome}`),
    }
  }

  describe('SCRAM-SHA-256 alone', () => {
    let server: RunningServer

    beforeAll(async () => {
      server = await dovecotWith('scram-sha-256')
    })

    test.each(protocols)('%s: the password is proven, and a wrong one is refused', async (protocol) => {
      const { probe, attempts } = await signIn(server, protocol)
      expect(failureIn(probe)).toBe('none')
      expect(attempts).toEqual(['SCRAM-SHA-256 accepted'])
      expect(probe.session).toMatchObject({ mechanism: 'SCRAM-SHA-256', messages: 3 })
      const wrong = await signIn(server, protocol, { secret: new Secret('wrong') })
      expect(failureIn(wrong.probe)).toBe('login sign-in-refused')
      expect(wrong.attempts).toEqual(['SCRAM-SHA-256 refused'])
    })
  })

  describe('many mechanisms', () => {
    let server: RunningServer

    beforeAll(async () => {
      server = await dovecotWith('plain login scram-sha-256 cram-md5 apop xoauth2 oauthbearer')
    })

    test.each(protocols)('%s: PLAIN first, then the strongest to see that it works', async (protocol) => {
      const { attempts } = await signIn(server, protocol, { tryAgain: 'mechanisms' })
      expect(attempts).toEqual(['PLAIN accepted', 'SCRAM-SHA-256 accepted'])
    })

    test.each(protocols)('%s: a token, and one that has expired', async (protocol) => {
      const token = { kind: 'oauth-token' } as const
      const good = await signIn(server, protocol, { ...token, secret: new Secret(tokenFor('demo', 3_600)) })
      expect(good.attempts, server.log()).toEqual(['XOAUTH2 accepted'])
      expect(failureIn(good.probe)).toBe('none')
      const old = await signIn(server, protocol, { ...token, secret: new Secret(tokenFor('demo', -30)) })
      expect(old.attempts).toEqual(['XOAUTH2 refused'])
      expect(old.probe.signIn?.[0]?.oauthError).toMatchObject({ schemes: 'bearer' })
    })
  })

  describe('OAUTHBEARER alone', () => {
    test.each(protocols)('%s', async (protocol) => {
      const server = await dovecotWith('plain oauthbearer')
      const secret = new Secret(tokenFor('demo', 3_600))
      const { probe, attempts } = await signIn(server, protocol, { kind: 'oauth-token', secret })
      expect(attempts, server.log()).toEqual(['OAUTHBEARER accepted'])
      expect(failureIn(probe)).toBe('none')
    })
  })

  // T068 and T070: what is advertised cannot work with passwords that are stored as hashes.
  describe('hashed passwords', () => {
    test.each<[Protocol, string, string]>([
      ['imap', 'plain cram-md5', 'CRAM-MD5'],
      ['pop3', 'plain cram-md5', 'CRAM-MD5'],
      ['pop3', 'plain apop', 'APOP'],
    ])('%s: %s, and the second is broken', async (protocol, mechanisms, broken) => {
      const digest = createHash('sha256').update(password).digest('base64')
      const server = await dovecotWith(mechanisms, `demo:{SHA256}${digest}\n`)
      const { attempts } = await signIn(server, protocol, { tryAgain: 'mechanisms' })
      expect(attempts).toEqual(['PLAIN accepted', `${broken} refused`])
    })
  })
})
