import { describe, expect, test } from 'vitest'
import { cleartextLoginOffered } from '../../src/diagnose/checks/cleartext-login-offered.js'
import { clientNoStarttls } from '../../src/diagnose/checks/client-no-starttls.js'
import { noSecureLogin } from '../../src/diagnose/checks/no-secure-login.js'
import { starttlsBroken } from '../../src/diagnose/checks/starttls-broken.js'
import { starttlsInjection } from '../../src/diagnose/checks/starttls-injection.js'
import { starttlsInsideTls } from '../../src/diagnose/checks/starttls-inside-tls.js'
import { starttlsNotAdvertised } from '../../src/diagnose/checks/starttls-not-advertised.js'
import { starttlsNotOffered } from '../../src/diagnose/checks/starttls-not-offered.js'
import { starttlsRequired } from '../../src/diagnose/checks/starttls-required.js'
import { starttlsStripped } from '../../src/diagnose/checks/starttls-stripped.js'
import { type Case, type Different, failure, judge, look, probeOf, tlsOf } from './literal-probe.js'

const closedInClear = ['IMAP4rev1', 'STARTTLS', 'LOGINDISABLED']
const open = ['IMAP4rev1', 'AUTH=PLAIN', 'AUTH=LOGIN']
const inside = ['IMAP4rev1', 'SASL-IR', 'AUTH=PLAIN']

/** Port 143 with this list in clear. */
function clear(beforeTls: string[], different: Different = {}, greeting?: string[]) {
  const lists = { beforeTls, afterTls: inside, ...(greeting && { greeting }) }
  return probeOf({ port: 143, capabilities: lists, ...different })
}

const clearPop3 = (beforeTls: string[], different: Different = {}) =>
  probeOf({ port: 110, capabilities: { beforeTls }, ...different })
const tls = (afterTls: string[], different: Different = {}) =>
  probeOf({ capabilities: { afterTls }, ...different })
const refusedAnyway = { fails: ['starttls', failure('refused-by-server')] } satisfies Different
const breaks = (...fails: NonNullable<Different['fails']>) => clear(closedInClear, { fails })
const refused = probeOf({ port: 143, fails: ['tcp', failure('refused')] })

const cases: Case[] = [
  { check: starttlsRequired, when: 'LOGINDISABLED is listed', probes: [clear(closedInClear)], says: {} },
  {
    check: starttlsRequired,
    when: 'LOGINDISABLED stands beside CRAM-MD5',
    probes: [clear([...closedInClear, 'AUTH=CRAM-MD5'])],
    says: { certainty: 'certain' },
  },
  {
    check: starttlsRequired,
    when: 'the user insists on no encryption',
    probes: [clear(closedInClear, { security: 'none' })],
    says: { severity: 'blocker' },
  },
  {
    check: starttlsRequired,
    when: 'POP3 lists neither USER nor SASL PLAIN',
    probes: [clearPop3(['STLS', 'SASL', 'UIDL'])],
    says: {},
  },
  { check: starttlsRequired, when: 'POP3 lists USER', probes: [clearPop3(['STLS', 'USER'])], says: 'passed' },
  { check: starttlsRequired, when: 'passwords are taken', probes: [clear(open)], says: 'passed' },
  { check: starttlsRequired, when: 'the port is TLS', probes: [tls(inside)], says: 'not-applicable' },
  {
    check: starttlsNotOffered,
    when: 'it is neither listed nor taken',
    probes: [clear(open, refusedAnyway)],
    says: { certainty: 'certain' },
  },
  {
    check: starttlsNotOffered,
    when: 'the server is on this machine',
    probes: [clear(open, { ...refusedAnyway, host: '127.0.0.1' })],
    says: { severity: 'note' },
  },
  { check: starttlsNotOffered, when: 'it works unlisted', probes: [clear(open)], says: 'passed' },
  { check: starttlsNotOffered, when: 'it is listed', probes: [clear(closedInClear)], says: 'passed' },
  { check: starttlsNotOffered, when: 'no list was read', probes: [refused], says: 'not-applicable' },
  {
    check: starttlsStripped,
    when: 'another port of the host has verified TLS',
    probes: [clear(open, refusedAnyway), tls(inside)],
    says: { certainty: 'possible' },
  },
  {
    check: starttlsStripped,
    when: 'only the greeting announces it',
    probes: [clear(open, {}, [...open, 'STARTTLS'])],
    says: { certainty: 'likely' },
  },
  {
    check: starttlsStripped,
    when: 'the word is overwritten',
    probes: [clear([...open, 'XXXXXXXA'], refusedAnyway)],
    says: { certainty: 'likely' },
  },
  { check: starttlsStripped, when: 'no TLS is known', probes: [clear(open, refusedAnyway)], says: 'passed' },
  {
    check: starttlsStripped,
    when: 'it works unlisted',
    probes: [clear(open), tls(inside)],
    says: 'passed',
  },
  { check: starttlsStripped, when: 'the port is TLS', probes: [tls(inside)], says: 'not-applicable' },
  { check: starttlsNotAdvertised, when: 'it works unlisted', probes: [clear(open)], says: {} },
  {
    check: starttlsNotAdvertised,
    when: 'a further look made it work',
    probes: [clear(open, { security: 'none', followUps: [look('starttls-anyway', { tls: tlsOf() })] })],
    says: { certainty: 'certain' },
  },
  {
    check: starttlsNotAdvertised,
    when: 'the server refuses it',
    probes: [clear(open, refusedAnyway)],
    says: 'passed',
  },
  { check: starttlsNotAdvertised, when: 'the port is TLS', probes: [tls(inside)], says: 'not-applicable' },
  {
    check: starttlsBroken,
    when: 'it is refused',
    probes: [breaks('starttls', failure('refused-by-server', { serverText: 'TLS not available' }))],
    says: { args: { breakage: 'refused' } },
  },
  {
    check: starttlsBroken,
    when: 'the server hangs up in the handshake',
    probes: [breaks('tls', failure('closed-before-server-hello'))],
    says: { args: { breakage: 'closed' } },
  },
  {
    check: starttlsBroken,
    when: 'clear text follows',
    probes: [breaks('tls', failure('not-tls'))],
    says: { args: { breakage: 'clear-text' } },
  },
  {
    check: starttlsBroken,
    when: 'implicit TLS breaks as well',
    probes: [
      breaks('tls', failure('closed-before-server-hello')),
      probeOf({ fails: ['tls', failure('closed-before-server-hello')] }),
    ],
    says: 'passed',
  },
  {
    check: starttlsBroken,
    when: 'there is no common cipher',
    probes: [breaks('tls', failure('handshake-failed'))],
    says: 'passed',
  },
  { check: starttlsBroken, when: 'it was not announced', probes: [refused], says: 'not-applicable' },
  {
    check: starttlsInsideTls,
    when: 'the connection counts as encrypted already',
    probes: [breaks('starttls', failure('refused-by-server', { serverText: 'Not valid in this state' }))],
    says: { severity: 'blocker', certainty: 'likely' },
  },
  {
    check: starttlsInsideTls,
    when: 'it is listed inside TLS',
    probes: [tls([...inside, 'STARTTLS'])],
    says: { certainty: 'certain' },
  },
  {
    check: starttlsInsideTls,
    when: 'nobody may sign in for that reason',
    probes: [tls(closedInClear)],
    says: { severity: 'blocker' },
  },
  { check: starttlsInsideTls, when: 'all is well', probes: [tls(inside)], says: 'passed' },
  { check: starttlsInsideTls, when: 'there is no list', probes: [refused], says: 'not-applicable' },
  {
    check: starttlsInjection,
    when: 'bytes came behind the answer',
    probes: [breaks('starttls', failure('injected-data'))],
    says: { certainty: 'certain' },
  },
  { check: starttlsInjection, when: 'all is well', probes: [clear(closedInClear)], says: 'passed' },
  { check: starttlsInjection, when: 'the port is TLS', probes: [tls(inside)], says: 'not-applicable' },
  {
    check: cleartextLoginOffered,
    when: 'no TLS is possible',
    probes: [clear(open, refusedAnyway)],
    says: { severity: 'exposure', args: { ways: ['LOGIN command', 'PLAIN', 'LOGIN'] } },
  },
  {
    check: cleartextLoginOffered,
    when: 'TLS is possible too',
    probes: [clear([...open, 'STARTTLS'])],
    says: { certainty: 'likely' },
  },
  {
    check: cleartextLoginOffered,
    when: 'POP3 lists USER',
    probes: [clearPop3(['STLS', 'USER'])],
    says: { args: { ways: ['USER'] } },
  },
  { check: cleartextLoginOffered, when: 'it is disabled', probes: [clear(closedInClear)], says: 'passed' },
  { check: cleartextLoginOffered, when: 'the port is TLS', probes: [tls(inside)], says: 'not-applicable' },
  {
    check: noSecureLogin,
    when: 'nothing is listed',
    probes: [tls(['IMAP4rev1', 'LOGINDISABLED'])],
    says: {},
  },
  {
    check: noSecureLogin,
    when: 'only a domain sign-in is listed',
    probes: [tls(['IMAP4rev1', 'LOGINDISABLED', 'AUTH=NTLM', 'AUTH=GSSAPI'])],
    says: { certainty: 'certain' },
  },
  {
    check: noSecureLogin,
    when: 'POP3 lists no way',
    probes: [tls(['UIDL', 'TOP'], { port: 995 })],
    says: { certainty: 'likely' },
  },
  { check: noSecureLogin, when: 'LOGIN is open', probes: [tls(['IMAP4rev1'])], says: 'passed' },
  {
    check: noSecureLogin,
    when: 'tokens are taken',
    probes: [tls(['IMAP4rev1', 'LOGINDISABLED', 'AUTH=XOAUTH2'])],
    says: 'passed',
  },
  { check: noSecureLogin, when: 'there is no list', probes: [refused], says: 'not-applicable' },
  {
    check: clientNoStarttls,
    when: 'both ways work',
    probes: [clear(closedInClear), tls(inside)],
    says: { args: { directPort: 993 } },
  },
  { check: clientNoStarttls, when: 'only one was asked', probes: [clear(closedInClear)], says: 'passed' },
  {
    check: clientNoStarttls,
    when: 'the certificate is refused',
    probes: [clear(closedInClear), tls(inside, { tls: tlsOf({}, 'CERT_HAS_EXPIRED') })],
    says: 'passed',
  },
  { check: clientNoStarttls, when: 'nothing was upgraded', probes: [refused], says: 'not-applicable' },
]

describe('checks of STARTTLS and of signing in without encryption', () => {
  test.each(cases.map((one) => [one.check.id, one.when, one] as const))('%s when %s', (_, __, one) => {
    const said = judge(one.check, ...one.probes)
    if (typeof one.says === 'string') expect(said).toBe(one.says)
    else expect(said).toEqual([expect.objectContaining(one.says)])
  })

  test('a healthy policy is no more than a note', () => {
    expect(judge(starttlsRequired, clear(closedInClear, { asked: 'named' }))).toEqual([
      expect.not.objectContaining({ severity: expect.anything() }),
    ])
  })
})
