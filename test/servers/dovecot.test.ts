import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Endpoint } from '../../src/model/index.js'
import { Secret, type TranscriptLine } from '../../src/net/index.js'
import { type ProbeOptions, probeEndpoints } from '../../src/probe/probe-endpoints.js'
import { because, failureIn, failureOfProbe, outcomes } from '../support/probing.js'
import { dovecotAvailable, dovecotMissing, startDovecot } from './dovecot.js'
import type { RunningServer } from './private-server.js'

const available = dovecotAvailable() !== undefined
if (!available) console.warn(dovecotMissing)

test.runIf(!available && process.env.CI)('Dovecot is there where it must be', () => {
  throw new Error(dovecotMissing)
})

describe.runIf(available)('a real Dovecot', () => {
  let dovecot: RunningServer

  beforeAll(async () => {
    dovecot = await startDovecot()
  })

  afterAll(() => dovecot?.stop())

  function endpoints(): Endpoint[] {
    const { name: host, ports } = dovecot
    return [
      { protocol: 'imap', host, port: ports.imaps, security: 'tls' },
      { protocol: 'imap', host, port: ports.imap, security: 'starttls' },
      { protocol: 'pop3', host, port: ports.pop3s, security: 'tls' },
      { protocol: 'pop3', host, port: ports.pop3, security: 'starttls' },
    ]
  }

  async function probe(more: Partial<ProbeOptions> = {}) {
    const { name: host, host: toHost, ports, caPem } = dovecot
    const connectTo = Object.values(ports).map((port) => ({ host, port, toHost, toPort: port }))
    const options = { timeoutMs: 20_000, caPem: [caPem], connectTo, ...more }
    const [imaps, imap, pop3s, pop3] = await probeEndpoints(endpoints(), options)
    if (!(imaps && imap && pop3s && pop3)) throw new Error('a result is missing')
    return { imaps, imap, pop3s, pop3, options }
  }

  test('all four endpoints, verified, in one connection each', async () => {
    const results = await probe()
    for (const result of [results.imaps, results.imap, results.pop3s, results.pop3]) {
      expect(failureIn(result)).toBe('none')
      expect(result.tls).toMatchObject({ verified: true, protocol: 'TLSv1.3' })
      expect(result).toMatchObject({ connections: 1, software: 'Dovecot test server ready.' })
      expect(result).not.toHaveProperty('followUps')
      expect(outcomes(result)).toContain('logout observed')
    }
  })

  test('capabilities before and after TLS are kept apart', async () => {
    const { imap, pop3, imaps } = await probe()
    expect(imap.capabilities?.beforeTls).toEqual(expect.arrayContaining(['STARTTLS', 'LOGINDISABLED']))
    expect(imap.capabilities?.afterTls).toContain('AUTH=PLAIN')
    expect(imap.capabilities?.afterTls).not.toContain('STARTTLS')
    expect(imap.capabilities?.afterTls).toEqual(imaps.capabilities?.afterTls)
    expect(imap.sasl).toEqual(['PLAIN', 'LOGIN'])
    expect(pop3.capabilities?.beforeTls).toEqual(expect.arrayContaining(['STLS', 'SASL']))
    expect(pop3.capabilities?.afterTls).toEqual(expect.arrayContaining(['UIDL', 'USER', 'SASL PLAIN LOGIN']))
    expect(pop3.capabilities?.afterTls).not.toContain('STLS')
  })

  test('signs in by IMAP and by POP3, reads quota and UIDL, and leaves everything as it was', async () => {
    const { user, password } = dovecot
    const { imaps, imap, pop3s, pop3 } = await probe({ signIn: { user, secret: new Secret(password) } })
    expect([imaps, imap, pop3s, pop3].map(failureIn)).toEqual(['none', 'none', 'none', 'none'])
    expect(imaps.session).toMatchObject({ mechanism: 'PLAIN', messages: 3 })
    expect(imaps.session?.quota?.limitBytes).toBe(100 * 1024 * 1024)
    expect(imaps.capabilities?.afterLogin).toEqual(expect.arrayContaining(['QUOTA', 'MOVE', 'CONDSTORE']))
    expect(imaps.software).toBe('Dovecot')
    expect(pop3s.session).toMatchObject({
      mechanism: 'PLAIN',
      messages: 3,
      uidl: { answered: true, unique: true },
    })
    expect(pop3s.session?.bytes).toBeGreaterThan(0)
    expect(pop3s.capabilities?.afterLogin).toContain('TOP')
    expect(because(imap, 'login')).toContain('already tried')
    expect(because(pop3, 'login')).toContain('already tried')
    // What Dovecot itself counted when the sessions ended.
    await expect.poll(() => dovecot.log()).toMatch(/top=1\/\d+, retr=0\/0, del=0\/3/)
    expect(dovecot.log()).toMatch(/Logged out .*deleted=0 expunged=0 .*body_count=0/)
  })

  test('signs in after STARTTLS and STLS too', async () => {
    const { user, password } = dovecot
    const { options } = await probe()
    const upgraded = endpoints().filter(({ security }) => security === 'starttls')
    const results = await probeEndpoints(upgraded, {
      ...options,
      signIn: { user, secret: new Secret(password) },
    })
    expect(results.map(failureIn)).toEqual(['none', 'none'])
    expect(results.map(({ session }) => session?.messages)).toEqual([3, 3])
  })

  test('a wrong password is refused once and not tried again', async () => {
    const before = attempts(dovecot.log())
    const lines: TranscriptLine[] = []
    const signIn = { user: dovecot.user, secret: new Secret('wrong password') }
    const { imaps, pop3s } = await probe({ signIn, onLine: (_endpoint, line) => lines.push(line) })
    expect(failureIn(imaps)).toBe('login sign-in-refused')
    expect(failureOfProbe(imaps)).toMatchObject({ code: 'AUTHENTICATIONFAILED' })
    expect(because(pop3s, 'login')).toContain('not tried after the refusal')
    const sent = lines.filter(({ direction }) => direction === 'sent').map(({ text }) => text)
    expect(sent.filter((text) => /\b(AUTHENTICATE|AUTH|PASS|LOGIN)\b/.test(text))).toHaveLength(1)
    expect(JSON.stringify([lines, imaps, pop3s])).not.toContain('wrong password')
    await expect.poll(() => attempts(dovecot.log())).toBe(before + 1)
  })

  test('without a trusted root nothing is signed in to', async () => {
    const before = dovecot.log()
    const signIn = { user: dovecot.user, secret: new Secret(dovecot.password) }
    const { imaps, pop3s } = await probe({ signIn, caPem: [] })
    expect(imaps.tls?.verified).toBe(false)
    expect([because(imaps, 'login'), because(pop3s, 'login')]).toEqual(
      Array(2).fill('the certificate is not verified'),
    )
    expect(logins(dovecot.log())).toBe(logins(before))
  })
})

function attempts(log: string): number {
  return log.match(/auth failed, 1 attempts/g)?.length ?? 0
}

function logins(log: string): number {
  return log.match(/Login: user=/g)?.length ?? 0
}
