import { describe, expect, it, test } from 'vitest'
import { loadResponses } from '../../src/catalogue/data.js'
import type { AccountCheck, FindingDraft } from '../../src/diagnose/check.js'
import { authMechAdvertisedBroken } from '../../src/diagnose/checks/auth-mech-advertised-broken.js'
import { authOauthScope } from '../../src/diagnose/checks/auth-oauth-scope.js'
import { authRefused } from '../../src/diagnose/checks/auth-refused.js'
import { authTokenExpired } from '../../src/diagnose/checks/auth-token-expired.js'
import { authTokenNotOffered } from '../../src/diagnose/checks/auth-token-not-offered.js'
import { authUsernameFormat } from '../../src/diagnose/checks/auth-username-format.js'
import { inputPasswordStrayChars } from '../../src/diagnose/checks/input-password-stray-chars.js'
import { policyLoginRate } from '../../src/diagnose/checks/policy-login-rate.js'
import { refusalsIn } from '../../src/diagnose/derive/login.js'
import { AccountView, type Surroundings } from '../../src/diagnose/view.js'
import type {
  DiscoveryResult,
  EndpointProbe,
  Failure,
  PasswordTrait,
  ProbeDocument,
  SignInAttempt,
  SignInSecret,
  TokenFacts,
} from '../../src/model/index.js'
import { schemaErrors } from '../cli/support.js'
import { at, type Different, failure, host, probeOf } from './literal-probe.js'

const responses = loadResponses()
const refusal = failure('sign-in-refused', {
  serverText: 'Authentication failed.',
  code: 'AUTHENTICATIONFAILED',
})

function attempt(different: Partial<SignInAttempt> = {}): SignInAttempt {
  return {
    userForm: 'as-given',
    mechanism: 'PLAIN',
    outcome: 'refused',
    ms: 1,
    failure: refusal,
    ...different,
  }
}

const accepted = (different: Partial<SignInAttempt> = {}): SignInAttempt => {
  const { failure: _, ...rest } = attempt({ outcome: 'accepted', ...different })
  return rest
}

/** A probe whose sign-in went as the attempts say, with the login phase as it ended. */
function probeAfter(
  attempts: SignInAttempt[],
  different: Different = {},
  loginFails?: Failure,
): EndpointProbe {
  const probe = probeOf({ capabilities: { afterTls: ['IMAP4rev1', 'SASL-IR', 'AUTH=PLAIN'] }, ...different })
  const failed = loginFails ?? attempts.findLast(({ outcome }) => outcome !== 'accepted')?.failure
  const worked = attempts.some(({ outcome }) => outcome === 'accepted')
  const login: EndpointProbe['phases'][number] =
    worked || failed === undefined
      ? { name: 'login', outcome: 'observed', ms: 1 }
      : { name: 'login', outcome: 'failed', ms: 1, failure: failed }
  return { ...probe, signIn: attempts, phases: [...probe.phases, login] }
}

const accountOf = (probe: EndpointProbe, more: Partial<Surroundings> = {}) =>
  new AccountView([probe], at, { responses, ...more })

function draftOf(check: AccountCheck, account: AccountView): FindingDraft | undefined {
  const verdict = check.judge(account)
  return Array.isArray(verdict) ? verdict[0] : undefined
}

const findingsOf = (account: AccountView) =>
  refusalsIn(account).map(({ finding, certainty }) => `${finding} ${certainty}`)

const withPassword = (...traits: PasswordTrait[]): Partial<Surroundings> => ({
  secret: { kind: 'password', traits },
})

describe('what a second attempt proves', () => {
  it('names the whole address as the form of the user name', () => {
    const account = accountOf(probeAfter([attempt(), accepted({ userForm: 'whole-address' })]), {
      user: 'demo',
    })
    expect(draftOf(authUsernameFormat, account)).toMatchObject({
      certainty: 'certain',
      args: { accepted: 'whole-address', remedy: expect.stringContaining('whole address') },
    })
  })

  it('names the part before the @, also where the phase counts as failed', () => {
    const attempts = [attempt(), accepted({ userForm: 'local-part' })]
    const probe = probeAfter(attempts, {})
    const phases = probe.phases.map((phase) =>
      phase.name === 'login' ? { ...phase, outcome: 'failed' as const, failure: refusal } : phase,
    )
    const account = accountOf({ ...probe, phases }, { user: 'demo@demo.example' })
    expect(findingsOf(account)).toEqual(['auth-username-format certain'])
    expect(draftOf(authUsernameFormat, account)?.args).toMatchObject({ accepted: 'local-part' })
    expect(draftOf(authRefused, account)).toBeUndefined()
  })

  it('proves nothing when both forms are refused', () => {
    const account = accountOf(probeAfter([attempt(), attempt({ userForm: 'local-part' })]))
    expect(findingsOf(account)).toEqual(['auth-refused certain'])
  })

  test.each([
    ['the password worked first', [accepted(), attempt({ mechanism: 'CRAM-MD5' })]],
    ['the password worked after it', [attempt({ mechanism: 'CRAM-MD5' }), accepted({ mechanism: 'LOGIN' })]],
  ])('shows a mechanism that is offered in vain: %s', (_, attempts) => {
    const account = accountOf(probeAfter(attempts))
    expect(account.endpoints.map((view) => authMechAdvertisedBroken.judge(view))).toEqual([
      expect.objectContaining({
        certainty: 'certain',
        severity: 'degraded',
        args: expect.objectContaining({ mechanisms: ['CRAM-MD5'] }),
      }),
    ])
    expect(findingsOf(account)).toEqual([])
  })

  test.each([
    ['all were refused', [attempt(), attempt({ mechanism: 'LOGIN' })]],
    ['all were accepted', [accepted(), accepted({ mechanism: 'CRAM-MD5' })]],
    [
      'the user name was another one',
      [attempt({ mechanism: 'SCRAM-SHA-256' }), accepted({ userForm: 'local-part' })],
    ],
    ['nobody judged it', [accepted(), attempt({ mechanism: 'CRAM-MD5', outcome: 'failed' })]],
  ])('says nothing of a mechanism where %s', (_, attempts) => {
    const views = accountOf(probeAfter(attempts)).endpoints
    const verdicts = views.map((view) => authMechAdvertisedBroken.judge(view))
    expect(verdicts.filter((one) => typeof one === 'object' && one.certainty === 'certain')).toEqual([])
  })
})

describe('a user name of another provider', () => {
  it('is named together with the domains that are taken', () => {
    const probe = probeAfter([attempt()], { host: 'imap.mail.me.com' })
    const foreign = draftOf(authUsernameFormat, accountOf(probe, { user: 'someone@elsewhere.example' }))
    expect(foreign?.args?.form).toContain('another provider')
    expect(foreign?.args?.remedy).toContain('icloud.com, me.com, mac.com')
    expect(foreign?.args).not.toHaveProperty('accepted')
  })
})

describe('a refused token', () => {
  const microsoft = {
    host: 'outlook.office365.com',
    capabilities: { afterTls: ['IMAP4rev1', 'SASL-IR', 'AUTH=PLAIN', 'AUTH=XOAUTH2'] },
  }
  const google = { ...microsoft, host: 'imap.gmail.com' }
  const mail = 'https://outlook.office365.com'
  const byToken = (different: Partial<SignInAttempt> = {}) =>
    attempt({
      mechanism: 'XOAUTH2',
      failure: failure('sign-in-refused', { serverText: 'AUTHENTICATE failed.' }),
      ...different,
    })
  const jwt = (facts: Partial<TokenFacts>): SignInSecret => ({
    kind: 'oauth-token',
    traits: [],
    token: { form: 'jwt', expired: false, ...facts },
  })
  const opaque: SignInSecret = { kind: 'oauth-token', traits: [], token: { form: 'opaque' } }

  test.each<[string, Different, SignInSecret, string]>([
    [
      'for Graph',
      microsoft,
      jwt({ audience: ['https://graph.microsoft.com'], scopes: ['IMAP.AccessAsUser.All'] }),
      'other-audience certain',
    ],
    [
      'for Graph by its number',
      microsoft,
      jwt({ audience: ['00000003-0000-0000-c000-000000000000'], scopes: ['Mail.Read'] }),
      'other-audience certain',
    ],
    [
      'without mail',
      microsoft,
      jwt({ audience: [mail], scopes: ['User.Read', 'openid'] }),
      'scope-missing certain',
    ],
    [
      'of POP3 for IMAP',
      microsoft,
      jwt({ audience: [mail], scopes: ['POP.AccessAsUser.All'] }),
      'other-protocol certain',
    ],
    [
      'of IMAP for POP3',
      { ...microsoft, port: 995, capabilities: { afterTls: ['SASL XOAUTH2'] } },
      jwt({ audience: [mail], scopes: ['IMAP.AccessAsUser.All'] }),
      'other-protocol certain',
    ],
    [
      'of a program',
      microsoft,
      jwt({ audience: ['https://ps.outlook.com'], scopes: ['IMAP.AccessAsApp', 'SMTP.SendAsApp'] }),
      'app-only likely',
    ],
    [
      'that only says who signed in',
      microsoft,
      jwt({ audience: ['1b730954-1685-4b74-9bfd-dac224a7b894'] }),
      'id-token certain',
    ],
    [
      'of Google that only says who signed in',
      google,
      jwt({ audience: ['123-abc.apps.googleusercontent.com'] }),
      'id-token certain',
    ],
    [
      'of the right kind',
      microsoft,
      jwt({ audience: [`${mail}/`], scopes: ['imap.accessasuser.all'] }),
      'not-told likely',
    ],
    ['that nobody can read', microsoft, opaque, 'not-told likely'],
  ])('%s', (_, server, secret, reading) => {
    const draft = draftOf(authOauthScope, accountOf(probeAfter([byToken()], server), { secret }))
    expect(`${draft?.args?.problem} ${draft?.certainty}`).toBe(reading)
    expect(draft?.args?.detail).not.toMatch(/[{}]|^$/)
  })

  it('asks for the scope of the protocol in use', () => {
    const scopeFor = (port: number) =>
      draftOf(authOauthScope, accountOf(probeAfter([byToken()], { ...microsoft, port }), { secret: opaque }))
        ?.args?.scope
    expect(scopeFor(993)).toBe('https://outlook.office365.com/IMAP.AccessAsUser.All')
    expect(scopeFor(995)).toBe('https://outlook.office365.com/POP.AccessAsUser.All')
  })

  it('asks for the scope that the server names, where the provider is not known', () => {
    const oauthError = { status: '400', schemes: 'Bearer', scope: 'https://mail.demo.example/imap' }
    const account = accountOf(probeAfter([byToken({ oauthError })]), { secret: opaque })
    const draft = draftOf(authOauthScope, account)
    expect(draft?.args?.scope).toBe(oauthError.scope)
    expect(draft?.evidence).toContainEqual(
      expect.objectContaining({ from: 'server', text: expect.stringContaining('status 400') }),
    )
  })

  it('is held against the scope that an unknown server names', () => {
    const oauthError = { status: '400', scope: 'https://mail.demo.example/imap' }
    const secret = jwt({ scopes: ['profile'] })
    const draft = draftOf(authOauthScope, accountOf(probeAfter([byToken({ oauthError })]), { secret }))
    expect(draft?.args?.problem).toBe('scope-missing')
  })

  test.each<[string, SignInSecret, SignInAttempt, string]>([
    [
      'by its own date',
      jwt({
        expired: true,
        expiresAt: '2020-01-01T00:00:00.000Z',
        audience: ['https://graph.microsoft.com'],
      }),
      byToken(),
      'expired certain',
    ],
    [
      'by the server’s word',
      opaque,
      byToken({ oauthError: { status: 'invalid_token' } }),
      'not-valid likely',
    ],
    ['by the server’s number', opaque, byToken({ oauthError: { status: '401' } }), 'not-valid likely'],
  ])('that is over, %s, only needs to be fetched again', (_, secret, tried, reading) => {
    const account = accountOf(probeAfter([tried], microsoft), { secret })
    const draft = draftOf(authTokenExpired, account)
    expect(`${draft?.args?.problem} ${draft?.certainty}`).toBe(reading)
    expect(draftOf(authOauthScope, account)).toBeUndefined()
  })

  it('with too little scope by the server’s word is no expired one', () => {
    const tried = byToken({ oauthError: { status: 'insufficient_scope' } })
    const draft = draftOf(authOauthScope, accountOf(probeAfter([tried]), { secret: opaque }))
    expect(draft?.args?.problem).toBe('scope-refused')
  })

  it('is not taken for the end of passwords, which the same words mean after a password', () => {
    const words = failure('sign-in-refused', { serverText: 'AUTHENTICATE failed.' })
    const password = accountOf(probeAfter([attempt({ failure: words })], microsoft))
    expect(findingsOf(password)).toEqual(['auth-basic-disabled likely'])
    expect(findingsOf(accountOf(probeAfter([byToken()], microsoft), { secret: opaque }))).toEqual([
      'auth-oauth-scope likely',
    ])
  })

  it('that could not be sent is a finding of its own, and no refusal', () => {
    const noWay = failure('refused-by-server', {
      message: 'the server offers no way to sign in with an OAuth token',
    })
    const account = accountOf(probeAfter([], {}, noWay), { secret: opaque })
    expect(account.endpoints.map((view) => authTokenNotOffered.judge(view))).toEqual([
      expect.objectContaining({ certainty: 'certain' }),
    ])
    expect(findingsOf(account)).toEqual([])
    const sent = accountOf(probeAfter([byToken()], microsoft), { secret: opaque })
    expect(sent.endpoints.map((view) => authTokenNotOffered.judge(view))).toEqual([undefined])
  })
})

describe('what is likely after a refusal without a reason', () => {
  const published = (userName: 'address' | 'local-part'): Partial<Surroundings> => ({
    discovery: {
      domain: 'demo.example',
      sources: [],
      closed: [],
      disagreements: [],
      candidates: [
        {
          endpoint: { protocol: 'imap', host, port: 993, security: 'tls' },
          source: 'autoconfig',
          trust: 'provider',
          userName,
        },
      ],
    } satisfies DiscoveryResult,
  })
  const likelyOf = (probe: EndpointProbe, more: Partial<Surroundings>) => {
    const { likely = [], reasons = [] } = draftOf(authRefused, accountOf(probe, more))?.args ?? {}
    return { likely: [likely].flat().map(String), reasons: [reasons].flat().map(String) }
  }
  const refused = probeAfter([attempt()])

  test.each<[string, EndpointProbe, Partial<Surroundings>, string, RegExp]>([
    ['a bare name', refused, { user: 'demo' }, 'auth-username-format', /whole address is expected/],
    [
      'a bare name where the address is published',
      refused,
      { user: 'demo', ...published('address') },
      'auth-username-format',
      /published settings/,
    ],
    [
      'an address where the part before the @ is published',
      refused,
      { user: 'demo@demo.example', ...published('local-part') },
      'auth-username-format',
      /only the part before the @/,
    ],
    [
      'a bare name where just that is published',
      refused,
      { user: 'demo', ...published('local-part') },
      'auth-refused',
      /mistyped/,
    ],
    ['an address', refused, { user: 'demo@demo.example' }, 'auth-refused', /mistyped/],
    ['a name with a domain before it', refused, { user: 'DEMO\\someone' }, 'auth-refused', /mistyped/],
    [
      'letters beyond ASCII',
      refused,
      { user: 'demo@demo.example', ...withPassword('non-ascii') },
      'auth-password-encoding',
      /letters beyond/,
    ],
    [
      'a blank at the end',
      refused,
      { user: 'demo', ...withPassword('outer-blank') },
      'input-password-stray-chars',
      /blank/,
    ],
    [
      'a mechanism that needs the stored password',
      probeAfter([attempt({ mechanism: 'SCRAM-SHA-256' })]),
      { user: 'demo@demo.example' },
      'auth-mech-advertised-broken',
      /mechanism/,
    ],
  ])('%s', (_, probe, more, first, words) => {
    const { likely, reasons } = likelyOf(probe, more)
    expect(likely[0]).toBe(first)
    expect(reasons[0]).toMatch(words)
    expect(new Set(likely).size).toBe(likely.length)
    expect(reasons).toHaveLength(likely.length)
  })

  it('an address at a provider whose settings say the part before the @', () => {
    const atProvider = probeAfter([attempt()], { host: 'imap.wp.pl' })
    expect(likelyOf(atProvider, { user: 'someone@wp.pl' }).likely[0]).toBe('auth-username-format')
    expect(likelyOf(atProvider, { user: 'someone' }).likely[0]).toBe('auth-refused')
  })

  it('ends with signs that only a command can stumble over, where one was used', () => {
    const traits = { user: 'demo@demo.example', ...withPassword('quoted-special') }
    const byCommand = probeAfter([attempt({ mechanism: 'LOGIN command' })])
    expect(likelyOf(byCommand, traits).likely.at(-1)).toBe('auth-password-quoting')
    expect(likelyOf(refused, traits).likely).not.toContain('auth-password-quoting')
  })

  test.each([
    ['not marked as one of the credentials', undefined, 'auth-backend-down'],
    ['marked as one', 'AUTH', 'auth-refused'],
  ])('at a POP3 server that marks refusals (RFC 3206), %s', (_, code, first) => {
    const words = failure('sign-in-refused', { serverText: 'Denied.', ...(code && { code }) })
    const server = { port: 995, capabilities: { afterTls: ['USER', 'RESP-CODES', 'AUTH-RESP-CODE'] } }
    const probe = probeAfter([attempt({ mechanism: 'USER/PASS', failure: words })], server)
    expect(likelyOf(probe, { user: 'demo@demo.example' }).likely[0]).toBe(first)
  })
})

describe('a password with odd signs', () => {
  const bad = failure('sign-in-refused', { serverText: 'Syntax error', code: 'BAD' })
  const byCommand = probeAfter([attempt({ mechanism: 'LOGIN command', failure: bad })])
  const bySasl = probeAfter([attempt({ failure: bad })])

  test.each<[string, EndpointProbe, PasswordTrait[], string]>([
    ['letters beyond ASCII in a command', byCommand, ['non-ascii'], 'auth-password-encoding certain'],
    ['letters beyond ASCII in base64', bySasl, ['non-ascii'], 'auth-password-encoding likely'],
    ['brackets in a command', byCommand, ['list-special'], 'auth-password-quoting likely'],
    ['brackets in base64, where they cannot hurt', bySasl, ['list-special'], 'capability-lies likely'],
  ])('answered with BAD: %s', (_, probe, traits, meaning) => {
    expect(findingsOf(accountOf(probe, withPassword(...traits)))).toEqual([meaning])
  })

  it('is a stray blank only where the sign-in was refused', () => {
    const blank = withPassword('outer-blank')
    expect(inputPasswordStrayChars.judge(accountOf(probeAfter([attempt()]), blank))).toEqual([
      expect.objectContaining({ certainty: 'likely', args: { signs: ['outer-blank'] } }),
    ])
    expect(inputPasswordStrayChars.judge(accountOf(probeAfter([accepted()]), blank))).toBeUndefined()
    expect(inputPasswordStrayChars.judge(accountOf(probeAfter([attempt()]), withPassword()))).toBeUndefined()
    expect(inputPasswordStrayChars.judge(accountOf(probeOf(), blank))).toBe('not-applicable')
  })
})

describe('a server that asks to slow down', () => {
  test.each([993, 995])('on port %i judged no password, and its words stand without our own code', (port) => {
    const words = 'Request is throttled. Suggested Backoff Time: 92415 milliseconds'
    const slow = failure('refused-by-server', { code: 'ETHROTTLE', serverText: words })
    const account = accountOf(probeAfter([attempt({ outcome: 'failed', failure: slow })], { port }))
    expect(policyLoginRate.judge(account)).toEqual([
      expect.objectContaining({
        certainty: 'certain',
        args: { serverText: words },
        evidence: [{ text: words, from: 'server', phase: 'login' }],
      }),
    ])
  })
})

describe('a response code', () => {
  const coded = (code: string, port: number) =>
    findingsOf(
      accountOf(
        probeAfter([attempt({ failure: failure('sign-in-refused', { serverText: 'Refused.', code }) })], {
          port,
        }),
      ),
    )

  test.each([
    ['AUTHENTICATIONFAILED', 'auth-refused certain'],
    ['ALERT', 'auth-refused certain'],
    ['AUTHORIZATIONFAILED', 'mailbox-authenticated-not-connected likely'],
    ['NOPERM', 'mailbox-authenticated-not-connected likely'],
    ['EXPIRED', 'password-expired certain'],
    ['PRIVACYREQUIRED', 'auth-encryption-not-seen certain'],
    ['CONTACTADMIN', 'account-locked likely'],
    ['UNAVAILABLE', 'auth-backend-down certain'],
    ['SERVERBUG', 'auth-backend-down certain'],
    ['CORRUPTION', 'auth-backend-down likely'],
    ['LIMIT', 'policy-connection-limit likely'],
    ['INUSE', 'mailbox-locked certain'],
    ['OVERQUOTA', 'mailbox-over-quota certain'],
  ])('of RFC 5530, %s, means the same without any words of note', (code, meaning) => {
    expect(coded(code, 993)).toEqual([meaning])
  })

  test.each([
    ['AUTH', 'auth-refused certain'],
    ['IN-USE', 'mailbox-locked certain'],
    ['LOGIN-DELAY', 'policy-login-rate certain'],
    ['SYS/TEMP', 'auth-backend-down certain'],
    ['SYS/PERM', 'auth-backend-down certain'],
  ])('of RFC 2449 and RFC 3206, %s, means the same without any words of note', (code, meaning) => {
    expect(coded(code, 995)).toEqual([meaning])
  })
})

describe('the documents of these tests', () => {
  it('are probes by the schema', () => {
    const secret: SignInSecret = { kind: 'oauth-token', traits: [], token: { form: 'jwt', expired: true } }
    const document: ProbeDocument = {
      kind: 'probe',
      schemaVersion: 1,
      tool: { name: 'mailadvise', version: '0.0.0' },
      request: {
        targets: [host],
        startedAt: at.toISOString(),
        timeoutMs: 1,
        notes: [],
        secret,
        try: 'user-names',
      },
      environment: { node: 'v22', openssl: '3', trust: [] },
      endpoints: [
        probeAfter([attempt({ oauthError: { status: '400' } }), accepted({ userForm: 'local-part' })]),
      ],
    }
    expect(schemaErrors('probe', document)).toEqual([])
  })
})
