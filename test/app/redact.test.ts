import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judge } from '../../src/app/diagnose.js'
import { recommend } from '../../src/app/recommend.js'
import { redact } from '../../src/app/redact.js'
import type { ProbeDocument } from '../../src/model/index.js'
import { diagnosisText } from '../../src/render/diagnosis-text.js'
import { findingsMarkdown } from '../../src/render/findings-markdown.js'
import { diagnosisHtml } from '../../src/render/html/diagnosis.js'
import { probeHtml } from '../../src/render/html/probe.js'
import { recommendationHtml } from '../../src/render/html/recommendation.js'
import { json } from '../../src/render/json.js'
import { probeText } from '../../src/render/probe-text.js'
import { recommendationMarkdown } from '../../src/render/recommendation-markdown.js'
import { recommendationText } from '../../src/render/recommendation-text.js'
import { schemaErrors } from '../cli/support.js'

const golden = new URL('../golden/login-refused.json', import.meta.url)

function stored(): ProbeDocument {
  return JSON.parse(readFileSync(golden, 'utf8')) as ProbeDocument
}

/** A probe whose server repeats these words wherever a server has a say, and whose user has this name. */
function probeSaying(words: string, user: string): ProbeDocument {
  const probe = stored()
  const endpoints = probe.endpoints.map((one) => ({
    ...one,
    ...(one.greeting && { greeting: { ...one.greeting, text: words } }),
    software: words,
    transcript: [{ direction: 'received' as const, text: words, insideTls: true }],
    phases: one.phases.map((phase) =>
      phase.failure === undefined ? phase : { ...phase, failure: { ...phase.failure, serverText: words } },
    ),
  }))
  const request = { ...probe.request, user, notes: [`White space was removed: ${words}`] }
  return { ...probe, request, endpoints }
}

const wide = { width: 100_000, colour: false }

/** Every form in which a probe, what was found in it, and the advice that rests on it can leave the program. */
function outputs(probe: ProbeDocument, user: string): Record<string, string> {
  const safe = redact(probe)
  const diagnosis = redact(judge(probe))
  const recommendation = redact(recommend({ answers: { readers: 'one-person' }, probe }), [user])
  return {
    'probe.json': json(safe),
    'probe.txt': probeText(safe, wide),
    'probe.html': probeHtml(safe),
    'diagnosis.json': json(diagnosis),
    'diagnosis.txt': diagnosisText(diagnosis, wide),
    'diagnosis.md': findingsMarkdown(diagnosis),
    'diagnosis.html': diagnosisHtml(diagnosis),
    'recommendation.json': json(recommendation),
    'recommendation.txt': recommendationText(recommendation, wide),
    'recommendation.md': recommendationMarkdown(recommendation),
    'recommendation.html': recommendationHtml(recommendation),
  }
}

const base64 = (text: string) => Buffer.from(text).toString('base64')

/** Ways in which servers and protocols repeat a name. */
const encodings: Record<string, (name: string) => string> = {
  'as it is': (name) => name,
  'in capitals': (name) => name.toUpperCase(),
  'as a quoted string': (name) => `"${name}"`,
  'percent-encoded': (name) => encodeURIComponent(name),
  'percent-encoded throughout': (name) =>
    [...Buffer.from(name)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  'behind something percent-encoded': (name) => `user%3D${encodeURIComponent(name)}`,
  'in base64': base64,
  'in SASL PLAIN': (name) => base64(`\0${name}\0pa55word`),
  'in XOAUTH2': (name) => base64(`user=${name}\x01auth=Bearer x\x01\x01`),
  'in hexadecimal': (name) => Buffer.from(name).toString('hex'),
}

// Lengths as people have them; letters that occur in no host name, prose or key of these documents one after the other.
const nameOf = fc
  .array(fc.constantFrom('q', 'x', 'z', 'j', '7', 'k', '9', 'w'), { minLength: 6, maxLength: 14 })
  .map((letters) => letters.join(''))

describe('redact', () => {
  it.each(Object.entries(encodings))(
    'lets no name or address through that a server repeats %s',
    (_, encode) => {
      fc.assert(
        fc.property(nameOf, fc.boolean(), (name, whole) => {
          const user = whole ? `${name}@mail.demo.example` : name
          const probe = probeSaying(`No such user: ${encode(user)}, sorry`, user)
          const forms = [name, encode(name), encode(user)].map((form) => form.toLowerCase())
          for (const [form, text] of Object.entries(outputs(probe, user))) {
            const found = forms.filter((one) => text.toLowerCase().includes(one))
            expect(found, form).toEqual([])
          }
        }),
        { numRuns: 5 },
      )
    },
    60_000,
  )

  it('leaves hosts alone, whatever characters their names have', () => {
    const probe = probeSaying('mail-1.x_y.example has no pop3 here', 'mail')
    const hosts = ['mail-1.x_y.example', 'a+b/c(d)[e]{f}|g^h$i*j?k\\\\l.example']
    const endpoints = hosts.flatMap((host) =>
      probe.endpoints.map((one) => ({ ...one, endpoint: { ...one.endpoint, host } })),
    )
    const shown = redact({ ...probe, endpoints })
    expect(shown.endpoints.map(({ endpoint }) => endpoint.host)).toEqual(
      endpoints.map(({ endpoint }) => endpoint.host),
    )
    expect(shown.endpoints[0]?.software).toBe('mail-1.x_y.example has no pop3 here')
  })

  it('masks a short name where it stands by itself, and leaves the words that hold it', () => {
    const { endpoints } = redact(
      probeSaying('al: also <AL> failed for /srv/al/Mail and al@other.example', 'al'),
    )
    expect(endpoints[0]?.software).toBe(
      '[user]: also <[user]> failed for /srv/[user]/Mail and [user]@other.example',
    )
  })

  it('masks the part before the @, before a + and behind a Windows domain', () => {
    const said = 'anna.schmidt anna.schmidt+shop@example.com; HOME\\bertha bertha'
    const { request } = redact(probeSaying(said, 'anna.schmidt+shop@example.com'), ['HOME\\bertha'])
    expect(request.notes).toEqual(['White space was removed: [user] [user]@example.com; [user] [user]'])
  })

  it('keeps the names of hosts, also where the user is called like a part of one', () => {
    const probe = probeSaying('mail is closed on mail.demo.example', 'mail')
    const safe = redact(probe)
    expect(safe.endpoints[0]?.software).toBe('[user] is closed on mail.demo.example')
    expect(safe.endpoints.map(({ endpoint }) => endpoint)).toEqual(
      probe.endpoints.map(({ endpoint }) => endpoint),
    )
    expect(safe.request.targets).toEqual(probe.request.targets)
  })

  it('leaves a target that is no address, also where it is the name of the user', () => {
    const document = {
      request: { user: 'demo', targets: ['demo', 'demo@example.com'] },
      note: 'demo signs in',
    }
    expect(redact(document)).toEqual({
      request: { user: '[user]', targets: ['demo', '[user]@example.com'] },
      note: '[user] signs in',
    })
  })

  it('takes an address among the targets for an identity, and leaves its domain', () => {
    const probe = stored()
    const request = { ...probe.request, targets: ['willi@mail.demo.example'], notes: ['willi was typed'] }
    const safe = redact({ ...probe, request }).request
    expect(safe.targets).toEqual(['[user]@mail.demo.example'])
    expect(safe.notes).toEqual(['[user] was typed'])
  })

  it.each([
    'imap',
    'pop3',
    'tls',
    'dns',
    'observed',
    'failed',
    'server',
    'blocker',
    'ok',
    'user',
    'named',
    'a',
  ])('leaves a document valid whose user is called %s', (user) => {
    const probe = probeSaying('no', user)
    const recommendation = redact(recommend({ answers: { places: ['phone'] }, probe }), [user])
    expect(schemaErrors('probe', redact(probe))).toEqual([])
    expect(schemaErrors('diagnosis', redact(judge(probe)))).toEqual([])
    expect(schemaErrors('recommendation', recommendation)).toEqual([])
  })

  it('changes nothing where it is done again, and nothing in the document that it is given', () => {
    const probe = probeSaying('user anna (yw5uyq==)', 'user')
    const before = structuredClone(probe)
    const once = redact(probe)
    expect(probe).toEqual(before)
    expect(redact(once, ['user'])).toEqual(once)
  })

  it('leaves a document that names nobody as it is', () => {
    const probe = stored()
    delete (probe.request as { user?: string }).user
    expect(redact(probe)).toEqual(probe)
  })

  it('leaves enough for the same diagnosis when it is judged again', () => {
    const probe = probeSaying('no', 'anna@mail.demo.example')
    expect(judge(redact(probe)).rootCauses).toEqual(judge(probe).rootCauses)
  })
})
