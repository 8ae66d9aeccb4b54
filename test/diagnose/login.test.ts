import { describe, expect, it, test } from 'vitest'
import { findingIds, loadResponses, loadSchema } from '../../src/catalogue/data.js'
import type { AccountCheck, FindingDraft } from '../../src/diagnose/check.js'
import { authAppPasswordRequired } from '../../src/diagnose/checks/auth-app-password-required.js'
import { authBasicDisabled } from '../../src/diagnose/checks/auth-basic-disabled.js'
import { authProtocolDisabled } from '../../src/diagnose/checks/auth-protocol-disabled.js'
import { authRefused } from '../../src/diagnose/checks/auth-refused.js'
import { mailboxLocked } from '../../src/diagnose/checks/mailbox-locked.js'
import { mailboxOverQuota } from '../../src/diagnose/checks/mailbox-over-quota.js'
import { checks } from '../../src/diagnose/checks.js'
import { refusalsIn } from '../../src/diagnose/derive/login.js'
import { AccountView } from '../../src/diagnose/view.js'
import type {
  EndpointProbe,
  Failure,
  PhaseName,
  ServerResponse,
  ServerResponses,
  SignInSecret,
} from '../../src/model/index.js'
import { at, type Different, failure, probeOf } from './literal-probe.js'

const responses = loadResponses()
const inside = { afterTls: ['IMAP4rev1', 'SASL-IR', 'AUTH=PLAIN'] }

const accountOf = (probes: EndpointProbe[], user?: string, secret?: SignInSecret) =>
  new AccountView(probes, at, {
    responses,
    ...(user !== undefined && { user }),
    ...(secret !== undefined && { secret }),
  })

/** A healthy probe with the phases of a sign-in, of which one may fail. */
function signingIn(different: Different = {}, fails?: [PhaseName, Failure]): EndpointProbe {
  const probe = probeOf({ capabilities: inside, ...different })
  const names: PhaseName[] = ['login', 'capability-login', 'session']
  const failing = names.indexOf(fails?.[0] ?? 'logout')
  const phases = names.map((name, index): EndpointProbe['phases'][number] => {
    if (failing < 0 || index < failing) return { name, outcome: 'observed', ms: 1 }
    if (index > failing) return { name, outcome: 'skipped', ms: 0, because: 'earlier' }
    return { name, outcome: 'failed', ms: 1, ...(fails && { failure: fails[1] }) }
  })
  return { ...probe, phases: [...probe.phases, ...phases] }
}

const no = (serverText: string, code?: string) =>
  failure('sign-in-refused', { serverText, ...(code !== undefined && { code }) })
const refusedAt = (different: Different, serverText: string, code?: string) =>
  signingIn(different, ['login', no(serverText, code)])
const meaningOf = (probes: EndpointProbe[], user?: string, secret?: SignInSecret) =>
  refusalsIn(accountOf(probes, user, secret)).map(({ finding, certainty }) => `${finding} ${certainty}`)

function draftsOf(check: AccountCheck, account: AccountView): FindingDraft[] {
  const verdict = check.judge(account)
  return Array.isArray(verdict) ? verdict : []
}

/** Reads an example of data/responses as the probe reads an answer. */
function answered(row: ServerResponse): { protocol: 'imap' | 'pop3'; failed: Failure } {
  const [, status = '', rest = ''] = /^(NO|BAD|-ERR) (.*)$/.exec(row.example) ?? []
  const [, coded, words = rest] = /^\[([^\s\]]+)[^\]]*\] ?(.*)$/.exec(rest) ?? []
  const code = coded ?? (status === 'BAD' ? 'BAD' : undefined)
  return { protocol: status === '-ERR' ? 'pop3' : 'imap', failed: no(words, code) }
}

/** A host of the provider, or one of nobody where the words alone have to tell. */
function hostFor({ recognisedBy }: ServerResponses, row: ServerResponse): Different {
  if (recognisedBy === undefined || row.anywhere) return {}
  const [domain] = recognisedBy.hosts ?? []
  const [greeting = ''] = recognisedBy.greetings ?? []
  return domain ? { host: `mail.${domain}` } : { greeting: { status: 'ok', text: greeting, insideTls: true } }
}

/** What was given where a row asks for it. */
function givenFor({ user, password }: ServerResponse): [string | undefined, SignInSecret | undefined] {
  const name = user === 'address' ? 'someone@demo.example' : 'someone'
  const traits: SignInSecret['traits'] = password === 'non-ascii' ? ['non-ascii'] : []
  return [user && name, password && { kind: 'password', traits }]
}

const rows = responses.flatMap((file) =>
  file.responses.map((row) => [file.id, row.example, file, row] as const),
)

describe('data/responses', () => {
  test.each(rows)('%s: %s', (_, __, file, row) => {
    const { protocol, failed } = answered(row)
    const port = protocol === 'imap' ? 993 : 995
    const probe = signingIn({ port, ...hostFor(file, row) }, ['login', failed])
    expect(meaningOf([probe], ...givenFor(row))).toEqual([`${row.finding} ${row.certainty}`])
  })

  it('names only findings that exist, and has words for each that is ranked', () => {
    const ids = findingIds()
    const general = responses.filter(({ recognisedBy }) => recognisedBy === undefined)
    expect(general).toHaveLength(1)
    const worded = general[0]?.reasons?.map(({ finding }) => finding)
    for (const { likely, responses: own } of responses) {
      for (const id of likely) expect(worded).toContain(id)
      for (const id of [...likely, ...own.map(({ finding }) => finding)]) expect(ids).toContain(id)
    }
  })

  it('has a sentence for each phrase and a reason for each circumstance that the schema knows', () => {
    const defs: Record<string, unknown> = loadSchema('responses')?.$defs ?? {}
    const enumOf = (schema: unknown) => (schema as { enum?: string[] } | undefined)?.enum ?? []
    const { properties } = defs.phrase as { properties: { id: unknown } }
    const general = responses.find(({ recognisedBy }) => recognisedBy === undefined)
    const met = general?.reasons?.flatMap(({ when }) => when ?? [])
    expect(general?.phrases?.map(({ id }) => id)).toEqual(expect.arrayContaining(enumOf(properties.id)))
    expect(enumOf(properties.id).length).toBeGreaterThan(0)
    expect([...(met ?? [])].sort()).toEqual([...enumOf(defs.circumstance)].sort())
  })

  it('gives every row something to go by', () => {
    for (const [, , , row] of rows) expect(row.text ?? row.code).toBeDefined()
  })
})

describe('what a refused sign-in means', () => {
  const failed = 'AUTHENTICATIONFAILED'
  test.each<[string, EndpointProbe[], string[]]>([
    ['nothing, where nobody signed in', [probeOf()], []],
    ['nothing, where it worked', [signingIn()], []],
    [
      'undetermined at a server of nobody',
      [refusedAt({}, 'Authentication failed.', failed)],
      ['auth-refused certain'],
    ],
    [
      'an app password at Gmail',
      [refusedAt({ host: 'imap.gmail.com' }, 'Invalid credentials (Failure)', failed)],
      ['auth-app-password-required likely'],
    ],
    [
      'the end of passwords at Microsoft',
      [refusedAt({ host: 'outlook.office365.com' }, 'LOGIN failed.')],
      ['auth-basic-disabled likely'],
    ],
    [
      'only a guess at an Exchange of one’s own',
      [
        refusedAt(
          {
            greeting: {
              status: 'ok',
              text: 'The Microsoft Exchange IMAP4 service is ready.',
              insideTls: true,
            },
          },
          'LOGIN failed.',
        ),
      ],
      ['auth-basic-disabled possible'],
    ],
    [
      'a switch at GMX',
      [refusedAt({ host: 'imap.gmx.net' }, 'authentication failed')],
      ['auth-protocol-disabled likely'],
    ],
    [
      'a switch, where POP3 takes what IMAP refuses',
      [signingIn({ port: 995 }), refusedAt({}, 'LOGIN failed.')],
      ['auth-protocol-disabled likely'],
    ],
    [
      'limits before switches',
      [
        signingIn({ port: 995 }),
        refusedAt({}, 'Maximum number of connections from user+IP exceeded', 'UNAVAILABLE'),
      ],
      ['policy-connection-limit certain'],
    ],
    [
      'no password, where the server hung up',
      [signingIn({}, ['login', failure('closed')])],
      ['auth-backend-down possible'],
    ],
    [
      'no password, where no answer came',
      [signingIn({}, ['login', failure('timed-out')])],
      ['auth-backend-down possible'],
    ],
    [
      'no password, where the first look was refused',
      [signingIn({}, ['session', failure('refused-by-server', { serverText: 'No.' })])],
      ['mailbox-authenticated-not-connected possible'],
    ],
    [
      'an initial response, after BAD to AUTHENTICATE',
      [refusedAt({}, 'Syntax error', 'BAD')],
      ['capability-lies likely'],
    ],
    [
      'a sign in the password, after BAD to LOGIN',
      [refusedAt({ capabilities: { afterTls: ['IMAP4rev1'] } }, 'Syntax error', 'BAD')],
      ['auth-password-quoting likely'],
    ],
    [
      'a token, where one was used',
      [refusedAt({ session: { mechanism: 'XOAUTH2' } }, 'Denied.')],
      ['auth-oauth-scope likely'],
    ],
    ['nothing, where this side broke it off', [signingIn({}, ['login', failure('cancelled')])], []],
    [
      'nothing more, where no password could be given',
      [
        signingIn({ capabilities: { afterTls: ['IMAP4rev1', 'LOGINDISABLED'] } }, [
          'login',
          failure('refused-by-server'),
        ]),
      ],
      [],
    ],
  ])('%s', (_, probes, meanings) => {
    expect(meaningOf(probes)).toEqual(meanings)
  })

  it('is the form of the name where the provider takes its own addresses only', () => {
    const probe = refusedAt({ host: 'imap.mail.me.com' }, 'Authentication failed', failed)
    expect(meaningOf([probe], 'someone@elsewhere.example')).toEqual(['auth-username-format likely'])
    expect(meaningOf([probe], 'someone@icloud.com')).toEqual(['auth-app-password-required likely'])
    expect(meaningOf([probe], 'someone')).toEqual(['auth-app-password-required likely'])
  })

  it('names the provider only where it is recognised, whatever the words', () => {
    const words = 'Please enable IMAP access in your account settings first.'
    const judged = authProtocolDisabled.judge(accountOf([refusedAt({}, words, 'ALERT')]))
    expect(judged).toEqual([
      expect.objectContaining({ args: expect.objectContaining({ provider: 'the provider' }) }),
    ])
  })
})

describe('checks of the sign-in', () => {
  const gmail = { host: 'imap.gmail.com' }

  test.each<[string, AccountCheck, EndpointProbe[], unknown]>([
    [
      'ranks what is likely',
      authRefused,
      [refusedAt({}, 'No.')],
      [
        expect.objectContaining({
          args: {
            serverText: 'No.',
            likely: [
              'auth-refused',
              'auth-username-format',
              'auth-app-password-required',
              'auth-protocol-disabled',
              'account-locked',
            ],
            reasons: expect.arrayContaining([expect.stringContaining('mistyped')]),
          },
        }),
      ],
    ],
    ['keeps quiet where nobody signed in', authRefused, [probeOf()], 'not-applicable'],
    ['keeps quiet where it worked', authRefused, [signingIn()], undefined],
    [
      'has a note before anybody signs in',
      authAppPasswordRequired,
      [probeOf(gmail)],
      [expect.objectContaining({ severity: 'note', certainty: 'likely' })],
    ],
    ['has none after a sign-in that worked', authAppPasswordRequired, [signingIn(gmail)], undefined],
    ['has none for others', authAppPasswordRequired, [probeOf()], 'not-applicable'],
    [
      'has a note for Microsoft, once',
      authBasicDisabled,
      [probeOf({ host: 'outlook.office365.com' }), probeOf({ host: 'outlook.office365.com', port: 995 })],
      [expect.objectContaining({ severity: 'note' })],
    ],
    [
      'sees that only tokens are taken',
      authBasicDisabled,
      [probeOf({ capabilities: { afterTls: ['LOGINDISABLED', 'AUTH=OAUTHBEARER'] } })],
      [expect.objectContaining({ severity: 'note', certainty: 'certain' })],
    ],
    [
      'keeps quiet where passwords are taken',
      authBasicDisabled,
      [probeOf({ capabilities: inside })],
      undefined,
    ],
    [
      'tells a lock',
      mailboxLocked,
      [refusedAt({ port: 995 }, 'Locked.', 'IN-USE')],
      [expect.objectContaining({ args: { serverText: 'Locked.' }, certainty: 'certain' })],
    ],
    [
      'tells a full mailbox',
      mailboxOverQuota,
      [signingIn({ session: { quota: { usedBytes: 100, limitBytes: 100 } } })],
      [expect.objectContaining({ severity: 'degraded' })],
    ],
    [
      'notes one that is nearly full',
      mailboxOverQuota,
      [signingIn({ session: { quota: { usedBytes: 97, limitBytes: 100 } } })],
      [expect.objectContaining({ severity: 'note' })],
    ],
    [
      'passes one with room',
      mailboxOverQuota,
      [signingIn({ session: { quota: { usedBytes: 60, limitBytes: 100 } } })],
      undefined,
    ],
    ['does not judge space without a sign-in', mailboxOverQuota, [probeOf()], 'not-applicable'],
  ])('%s', (_, check, probes, said) => {
    expect(check.judge(accountOf(probes))).toEqual(said)
  })

  it('never report one refusal twice', () => {
    const samples = [
      refusedAt({}, 'No.'),
      refusedAt(gmail, 'Invalid credentials (Failure)', 'AUTHENTICATIONFAILED'),
      signingIn({}, ['login', failure('closed')]),
    ].map((probe) => accountOf([probe]))
    const fromRows = rows.map(([, , file, row]) =>
      accountOf([signingIn(hostFor(file, row), ['login', answered(row).failed])], ...givenFor(row)),
    )
    for (const account of [...samples, ...fromRows]) {
      const [refusal] = refusalsIn(account)
      const reporting = checks.filter(
        (check) => check.scope === 'account' && draftsOf(check, account).length > 0,
      )
      expect(reporting.map((check) => check.id)).toEqual([refusal?.finding])
    }
  })
})
