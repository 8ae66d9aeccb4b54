import { describe, expect, it, test } from 'vitest'
import { loadResponses } from '../../src/catalogue/data.js'
import { refusalsIn } from '../../src/diagnose/derive/login.js'
import { likelyReasons } from '../../src/diagnose/derive/login-hints.js'
import { AccountView } from '../../src/diagnose/view.js'
import type { EndpointProbe, Failure, SignInSecret } from '../../src/model/index.js'
import { at, type Different, failure, probeOf } from './literal-probe.js'
import { type SeenRefusal, seenRefusals } from './seen-refusals.js'

const responses = loadResponses()

/** Findings that leave the cause open and rank what is likely. */
const open = 'auth-refused'

function failureOf({ line, later }: SeenRefusal): Failure {
  const [, status = '', rest = ''] = /^(NO|BAD|-ERR) (.*)$/.exec(line) ?? []
  const [, coded, words = rest] = /^\[([^\s\]]+)[^\]]*\] ?(.*)$/.exec(rest) ?? []
  const code = coded ?? (status === 'BAD' ? 'BAD' : undefined)
  return failure(later ? 'refused-by-server' : 'sign-in-refused', {
    serverText: words,
    ...(code && { code }),
  })
}

function probeOfSeen(seen: SeenRefusal): EndpointProbe {
  const { line, host, greeting, mechanism, later = false } = seen
  const pop3 = line.startsWith('-ERR')
  const server: Different = {
    port: pop3 ? 995 : 993,
    ...(host && { host }),
    ...(greeting && { greeting: { status: 'ok', text: greeting, insideTls: true } }),
    capabilities: {
      afterTls: pop3
        ? ['USER', 'SASL PLAIN XOAUTH2']
        : ['IMAP4rev1', 'SASL-IR', 'AUTH=PLAIN', 'AUTH=XOAUTH2'],
    },
  }
  const failed = failureOf(seen)
  const probe = probeOf(server)
  const used = mechanism ?? (pop3 ? 'USER/PASS' : 'PLAIN')
  return {
    ...probe,
    signIn: [
      later
        ? { userForm: 'as-given', mechanism: used, outcome: 'accepted', ms: 1 }
        : {
            userForm: 'as-given',
            mechanism: used,
            outcome: 'refused',
            ms: 1,
            failure: failed,
            ...(seen.oauthError && { oauthError: seen.oauthError }),
          },
    ],
    phases: [
      ...probe.phases,
      ...(later ? [{ name: 'login' as const, outcome: 'observed' as const, ms: 1 }] : []),
      { name: later ? 'session' : 'login', outcome: 'failed', ms: 1, failure: failed },
    ],
  }
}

function secretOf({ token, password }: SeenRefusal): SignInSecret {
  if (token === undefined) return { kind: 'password', traits: password === undefined ? [] : [password] }
  return { kind: 'oauth-token', traits: [], token: { form: 'jwt', ...token } }
}

/** What the program makes of it: the finding, and where that is open, what it ranks as likely. */
function readingOf(seen: SeenRefusal): { finding: string | undefined; likely: string[] } {
  const user = seen.user === 'bare' ? 'someone' : 'someone@demo.example'
  const account = new AccountView([probeOfSeen(seen)], at, { responses, user, secret: secretOf(seen) })
  const [refusal] = refusalsIn(account)
  const likely = refusal?.finding === open ? likelyReasons(refusal.view, refusal.facts).likely : []
  return { finding: refusal?.finding, likely }
}

function names(seen: SeenRefusal): boolean {
  const { finding, likely } = readingOf(seen)
  return finding === seen.cause || likely.includes(seen.cause)
}

describe('refusals that people met', () => {
  const withTitles = seenRefusals.map(
    (seen) => [`${seen.source.replace('https://github.com/', '')}: ${seen.line}`, seen] as const,
  )

  test.each(withTitles.filter(([, { missed }]) => missed === undefined))('%s', (_, seen) => {
    const { finding, likely } = readingOf(seen)
    expect([finding, ...likely]).toContain(seen.cause)
  })

  test.each(withTitles.filter(([, { missed }]) => missed !== undefined))(
    'missed for a reason: %s',
    (_, seen) => {
      expect(names(seen)).toBe(false)
    },
  )

  it('are named in most cases, and never as something certain that is wrong', () => {
    expect(seenRefusals.length).toBeGreaterThanOrEqual(40)
    expect(seenRefusals.filter(names).length / seenRefusals.length).toBeGreaterThan(0.85)
    const missed = seenRefusals.filter((seen) => !names(seen))
    const certain = missed.flatMap((seen) => {
      const account = new AccountView([probeOfSeen(seen)], at, { responses, secret: secretOf(seen) })
      return refusalsIn(account).filter(({ certainty }) => certainty === 'certain')
    })
    expect(certain).toEqual([])
  })
})
