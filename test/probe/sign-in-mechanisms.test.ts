import { describe, expect, test } from 'vitest'
import type { EndpointProbe, Protocol, Scenario, SignInAttempt } from '../../src/model/index.js'
import { Secret } from '../../src/net/index.js'
import type { ProbeOptions, SignInOptions } from '../../src/probe/options.js'
import { failureIn, failureOfProbe, probeScenario } from '../support/probing.js'

const account = { user: 'demo', password: 'open sesame, =ä"\\', token: 'token-of-the-demo-user' }
const timestamp = '+OK ready <1896.697170952@mail.demo.example>'

type ScenarioEndpoint = Scenario['endpoints'][number]

/** An endpoint that offers these mechanisms and nothing else. */
function offering(
  protocol: Protocol,
  names: string[],
  more: Partial<ScenarioEndpoint> = {},
): ScenarioEndpoint {
  const afterTls =
    protocol === 'imap'
      ? ['IMAP4rev1', 'LOGINDISABLED', ...names.map((name) => `AUTH=${name}`)]
      : ['UIDL', `SASL ${names.join(' ')}`]
  return { protocol, port: protocol === 'imap' ? 993 : 995, security: 'tls', afterTls, ...more }
}

interface Outcome {
  probe: EndpointProbe
  attempts: Omit<SignInAttempt, 'ms'>[]
  notices: string[]
  /** Lines that reached the server, as `port line`. */
  lines: string[]
}

async function signIn(
  endpoints: ScenarioEndpoint[],
  signIn: Partial<SignInOptions> = {},
  more: Partial<ProbeOptions> = {},
): Promise<Outcome[]> {
  const notices: string[] = []
  const secret = new Secret(signIn.kind === 'oauth-token' ? account.token : account.password)
  const { probes, simulation } = await probeScenario({ endpoints, accounts: [account] }, undefined, {
    signIn: { user: 'demo', secret, ...signIn },
    onNotice: (_endpoint, text) => notices.push(text),
    ...more,
  })
  const lines = simulation.log.map(({ line }) => line)
  return probes.map((probe) => {
    const attempts = (probe.signIn ?? []).map(({ ms: _ms, ...attempt }) => attempt)
    return { probe, attempts, notices, lines }
  })
}

async function signInAt(
  endpoint: ScenarioEndpoint,
  options: Partial<SignInOptions> = {},
  more: Partial<ProbeOptions> = {},
): Promise<Outcome> {
  const [outcome] = await signIn([endpoint], options, more)
  if (outcome === undefined) throw new Error('no result')
  return outcome
}

const password = {}
const token = { kind: 'oauth-token' } as const
const accepted = (mechanism: string) => ({ userForm: 'as-given', mechanism, outcome: 'accepted' })
const both = ['imap', 'pop3'] as const

describe.each(both)('%s signs in with', (protocol) => {
  test.each<[string, Partial<SignInOptions>]>([
    ['PLAIN', password],
    ['LOGIN', password],
    ['SCRAM-SHA-256', password],
    ['XOAUTH2', token],
    ['OAUTHBEARER', token],
  ])('%s, and reads the session', async (mechanism, options) => {
    const { probe, attempts } = await signInAt(offering(protocol, [mechanism]), options)
    expect(failureIn(probe)).toBe('none')
    expect(attempts).toEqual([accepted(mechanism)])
    expect(probe.session).toMatchObject({ mechanism, messages: 3 })
    expect(probe.connections).toBe(1)
  })

  test('its own command', async () => {
    const afterTls = protocol === 'imap' ? ['IMAP4rev1'] : ['USER', 'UIDL']
    const { probe, attempts } = await signInAt(offering(protocol, [], { afterTls }))
    expect(failureIn(probe)).toBe('none')
    expect(attempts).toEqual([accepted(protocol === 'imap' ? 'LOGIN command' : 'USER/PASS')])
  })

  test.each<[string[], Partial<SignInOptions>, string]>([
    [['SCRAM-SHA-256', 'LOGIN', 'PLAIN'], password, 'PLAIN'],
    [['LOGIN', 'SCRAM-SHA-256', 'CRAM-MD5'], password, 'SCRAM-SHA-256'],
    [['PLAIN', 'OAUTHBEARER', 'XOAUTH2'], token, 'XOAUTH2'],
  ])('the surest of %j', async (offered, options, mechanism) => {
    const { attempts } = await signInAt(offering(protocol, offered), options)
    expect(attempts).toEqual([accepted(mechanism)])
  })

  test('nothing where there is only a mechanism for another kind of secret', async () => {
    const { probe, lines } = await signInAt(offering(protocol, ['PLAIN', 'LOGIN']), token)
    expect(failureOfProbe(probe)).toMatchObject({
      cause: 'refused-by-server',
      message: 'the server offers no way to sign in with an OAuth token',
    })
    expect(probe.signIn).toEqual([])
    expect(lines.filter((line) => /AUTH|USER|LOGIN /.test(line))).toEqual([])
  })

  test.each(['XOAUTH2', 'OAUTHBEARER'])(
    '%s: the error is decoded, and the refusal is the server’s',
    async (name) => {
      const options = { ...token, secret: new Secret('another-token') }
      const { probe, attempts } = await signInAt(offering(protocol, [name]), options)
      expect(failureIn(probe)).toBe('login sign-in-refused')
      expect(attempts).toMatchObject([
        { outcome: 'refused', oauthError: { status: '401', scope: 'https://mail.demo.example/' } },
      ])
    },
  )

  test.each(['PLAIN', 'LOGIN', 'SCRAM-SHA-256'])('%s: a wrong password is refused once', async (name) => {
    const secret = new Secret('wrong')
    const { probe, attempts, notices } = await signInAt(offering(protocol, [name, 'CRAM-MD5']), { secret })
    expect(failureIn(probe)).toBe('login sign-in-refused')
    expect(attempts).toMatchObject([
      { mechanism: name, outcome: 'refused', failure: { cause: 'sign-in-refused' } },
    ])
    expect(notices).toEqual([])
  })
})

test('IMAP sends the initial response only where it is announced', async () => {
  const names = ['AUTH=PLAIN', 'LOGINDISABLED']
  const withIr = await signInAt(offering('imap', [], { afterTls: ['IMAP4rev1', 'SASL-IR', ...names] }))
  expect(withIr.lines.some((line) => /AUTHENTICATE PLAIN \S+$/.test(line))).toBe(true)
  const without = await signInAt(offering('imap', [], { afterTls: ['IMAP4rev1', ...names] }))
  expect(without.lines.some((line) => / ?AUTHENTICATE PLAIN$/.test(line))).toBe(true)
  expect([withIr, without].map(({ probe }) => failureIn(probe))).toEqual(['none', 'none'])
})

test.each([['LITERAL+'], ['LITERAL-'], ['IDLE']])(
  'LOGIN carries a password beyond ASCII, with %s',
  async (name) => {
    const { probe } = await signInAt(offering('imap', [], { afterTls: ['IMAP4rev1', name] }))
    expect(failureIn(probe)).toBe('none')
  },
)

describe('--try user-names', () => {
  const again = { tryAgain: 'user-names' } as const
  const plain = ['PLAIN'] as const

  test.each(both)('%s: a whole address is refused, the local part is taken', async (protocol) => {
    const { probe, attempts, notices } = await signInAt(offering(protocol, [...plain]), {
      ...again,
      user: 'demo@mail.demo.example',
    })
    expect(failureIn(probe)).toBe('none')
    expect(attempts).toMatchObject([
      { userForm: 'as-given', outcome: 'refused' },
      { userForm: 'local-part', outcome: 'accepted' },
    ])
    expect(notices).toEqual([
      'demo@mail.demo.example was refused; one further attempt follows, as demo (the part before the @)',
    ])
    expect(probe.session).toMatchObject({ messages: 3 })
  })

  test('a bare name gets the domain of the account, or that of the mail host', async () => {
    const secret = new Secret('wrong')
    const known = await signInAt(offering('imap', [...plain]), { ...again, secret, domain: 'example.net' })
    expect(known.notices[0]).toContain('as demo@example.net (the domain is that of the account)')
    const guessed = await signInAt(offering('imap', [...plain]), { ...again, secret })
    expect(guessed.notices[0]).toMatch(/as demo@\S+ \(the domain is taken from the mail host\)/)
    expect(guessed.attempts).toMatchObject([
      { userForm: 'as-given', outcome: 'refused' },
      { userForm: 'whole-address', outcome: 'refused' },
    ])
    expect(failureIn(guessed.probe)).toBe('login sign-in-refused')
  })

  test('a connection of its own, where the server closed the first', async () => {
    const closing = offering('imap', [...plain], {
      replies: [
        {
          to: 'AUTHENTICATE',
          state: 'after-tls',
          steps: [{ line: '+ ' }, { readLines: 1 }, { line: '{tag} NO no' }, { do: 'close' }],
        },
      ],
    })
    const { probe, attempts } = await signInAt(closing, { ...again, user: 'demo@example.net' })
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['refused', 'refused'])
    expect(probe.connections).toBe(2)
  })

  test('two for the account, and nobody after the refusal', async () => {
    const outcomes = await signIn([offering('imap', [...plain]), offering('pop3', [...plain])], {
      ...again,
      user: 'demo@example.net',
    })
    expect(outcomes.map(({ attempts }) => attempts.length)).toEqual([2, 0])
    expect(outcomes[1]?.probe.phases.find(({ name }) => name === 'login')?.because).toMatch(
      /^not tried after the refusal at /,
    )
  })

  test.each(['UNAVAILABLE', 'LIMIT', 'EXPIRED', 'CONTACTADMIN', 'PRIVACYREQUIRED'])(
    'no second one where the server said %s',
    async (code) => {
      const steps = [{ line: '+ ' }, { readLines: 1 }, { line: `{tag} NO [${code}] no` }]
      const { attempts, notices } = await signInAt(
        offering('imap', [...plain], { replies: [{ to: 'AUTHENTICATE', state: 'after-tls', steps }] }),
        { ...again, user: 'demo@example.net' },
      )
      expect(attempts).toHaveLength(1)
      expect(notices).toEqual([])
    },
  )
})

describe('--try mechanisms', () => {
  const again = { tryAgain: 'mechanisms' } as const
  const refusing = (to: string, protocol: Protocol): Partial<ScenarioEndpoint> => ({
    replies: [
      {
        to,
        steps: [{ line: protocol === 'imap' ? '{tag} NO [AUTHENTICATIONFAILED] no' : '-ERR [AUTH] no' }],
      },
    ],
  })

  test.each(both)('%s: PLAIN works, and the strongest that is offered works too', async (protocol) => {
    const endpoint = offering(protocol, ['PLAIN', 'CRAM-MD5', 'SCRAM-SHA-256'])
    const { probe, attempts, notices } = await signInAt(endpoint, again)
    expect(attempts).toEqual([accepted('PLAIN'), accepted('SCRAM-SHA-256')])
    expect(notices).toEqual(['signed in; one further sign-in follows, to see whether SCRAM-SHA-256 works'])
    expect(probe.connections).toBe(2)
    expect(probe.session).toMatchObject({ mechanism: 'PLAIN', messages: 3 })
    expect(failureIn(probe)).toBe('none')
  })

  test.each(both)('%s: CRAM-MD5 is advertised and broken', async (protocol) => {
    const command = protocol === 'imap' ? 'AUTHENTICATE CRAM-MD5' : 'AUTH CRAM-MD5'
    const endpoint = offering(protocol, ['PLAIN', 'CRAM-MD5'], refusing(command, protocol))
    const { probe, attempts } = await signInAt(endpoint, again)
    expect(attempts).toMatchObject([accepted('PLAIN'), { mechanism: 'CRAM-MD5', outcome: 'refused' }])
    expect(failureIn(probe)).toBe('none')
  })

  test('CRAM-MD5 that works', async () => {
    const { attempts } = await signInAt(offering('imap', ['PLAIN', 'CRAM-MD5']), again)
    expect(attempts).toEqual([accepted('PLAIN'), accepted('CRAM-MD5')])
  })

  test('APOP that works, and APOP that is broken', async () => {
    const working = offering('pop3', ['PLAIN'], { greeting: timestamp })
    expect((await signInAt(working, again)).attempts).toEqual([accepted('PLAIN'), accepted('APOP')])
    const broken = await signInAt({ ...working, ...refusing('APOP', 'pop3') }, again)
    expect(broken.attempts).toMatchObject([accepted('PLAIN'), { mechanism: 'APOP', outcome: 'refused' }])
  })

  test.each<[string, ScenarioEndpoint]>([
    ['nothing stronger is offered', offering('imap', ['PLAIN', 'LOGIN'])],
    ['the strongest was used already', offering('imap', ['SCRAM-SHA-256', 'CRAM-MD5'])],
  ])('one attempt where %s', async (_what, endpoint) => {
    const { attempts, notices } = await signInAt(endpoint, again)
    expect(attempts).toHaveLength(1)
    expect(notices).toEqual([])
  })

  test('after a refusal of SCRAM the next ordinary way is tried, and works', async () => {
    const endpoint = offering(
      'imap',
      ['SCRAM-SHA-256', 'LOGIN'],
      refusing('AUTHENTICATE SCRAM-SHA-256', 'imap'),
    )
    const { probe, attempts, notices } = await signInAt(endpoint, again)
    expect(attempts).toMatchObject([{ mechanism: 'SCRAM-SHA-256', outcome: 'refused' }, accepted('LOGIN')])
    expect(notices).toEqual(['SCRAM-SHA-256 was refused; one further attempt follows, with LOGIN'])
    expect(probe.session?.mechanism).toBe('LOGIN')
  })

  test('one further attempt for the account as a whole', async () => {
    const endpoints = both.map((protocol) => offering(protocol, ['PLAIN', 'SCRAM-SHA-256']))
    const outcomes = await signIn(endpoints, again)
    expect(outcomes.flatMap(({ attempts }) => attempts)).toHaveLength(3)
    expect(outcomes[0]?.notices).toHaveLength(1)
  })
})

test.each(both)(
  '%s with STARTTLS: nothing of a sign-in goes before TLS, on no connection',
  async (protocol) => {
    const port = protocol === 'imap' ? 143 : 110
    const endpoint = offering(protocol, ['PLAIN', 'CRAM-MD5', 'SCRAM-SHA-256'], {
      port,
      security: 'starttls',
    })
    const { probes, simulation } = await probeScenario(
      { endpoints: [endpoint], accounts: [account] },
      undefined,
      {
        signIn: { user: 'demo', secret: new Secret(account.password), tryAgain: 'mechanisms' },
      },
    )
    expect(probes.map(({ signIn = [] }) => signIn.map(({ outcome }) => outcome))).toEqual([
      ['accepted', 'accepted'],
    ])
    expect(probes[0]?.connections).toBe(2)
    const inClear = simulation.log.filter(({ insideTls }) => !insideTls).map(({ line }) => line)
    expect(inClear.every((line) => /^(\S+ )?(CAPABILITY|CAPA|STARTTLS|STLS)$/.test(line))).toBe(true)
    expect(inClear.length).toBeGreaterThan(2)
  },
)

test('a further attempt is not begun where there is no time for it', async () => {
  const { attempts } = await signInAt(
    offering('imap', ['PLAIN', 'SCRAM-SHA-256']),
    { tryAgain: 'mechanisms' },
    { timeoutMs: 1_900 },
  )
  expect(attempts).toEqual([accepted('PLAIN')])
})

test('without --try the strongest is left alone', async () => {
  const { attempts } = await signInAt(offering('imap', ['PLAIN', 'SCRAM-SHA-256', 'CRAM-MD5']))
  expect(attempts).toEqual([accepted('PLAIN')])
})
