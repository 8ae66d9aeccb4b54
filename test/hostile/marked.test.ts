import { beforeAll, expect, test } from 'vitest'
import { diagnosisText } from '../../src/render/diagnosis-text.js'
import { findingsMarkdown } from '../../src/render/findings-markdown.js'
import { probeText } from '../../src/render/probe-text.js'
import type { Behaviour } from './behaviour.js'
import { diagnosisOf } from './examine.js'
import { prepare, serverWith } from './suite.js'

beforeAll(prepare)

const words = 'Call 0900 SERVERWORDS now'
const view = { width: 500, colour: false }

/** The lines in which the server's words stand. */
function linesWith(text: string): string[] {
  return text.split('\n').filter((line) => line.includes('SERVERWORDS'))
}

const said: Behaviour[] = [
  { name: 'a greeting', protocol: 'imap', security: 'tls', greeting: `* OK ${words}\r\n`, expects: 'none' },
  {
    name: 'a goodbye',
    protocol: 'pop3',
    security: 'starttls',
    greeting: `-ERR ${words}\r\n`,
    expects: 'greeting bye',
  },
  {
    name: 'another protocol',
    protocol: 'imap',
    security: 'tls',
    greeting: `220 ${words}\r\n`,
    expects: 'greeting',
  },
  {
    name: 'a refused STARTTLS',
    protocol: 'imap',
    security: 'starttls',
    answers: { STARTTLS: `{tag} NO ${words}\r\n` },
    expects: 'starttls refused-by-server',
  },
  {
    name: 'a refused sign-in',
    protocol: 'pop3',
    security: 'tls',
    answers: { SIGNIN: `-ERR ${words}\r\n` },
    expects: 'login sign-in-refused',
  },
]

test.each(said)("$name: the server's words are never shown as the program's", async (behaviour) => {
  const { server, caFile } = await serverWith(behaviour)
  const document = await diagnosisOf(server, caFile)
  await server.close()
  const [endpoint] = document.endpoints
  if (endpoint === undefined) throw new Error('no endpoint')
  const { transcript = [], ...rest } = endpoint
  expect(transcript.some(({ text }) => text.includes('SERVERWORDS'))).toBe(true)
  const quiet = { ...document, endpoints: [rest] }
  const { findings: _findings, rootCauses: _causes, checks: _checks, ...probe } = quiet
  const shown = [
    ...linesWith(diagnosisText(quiet, view)),
    ...linesWith(findingsMarkdown(quiet)),
    ...linesWith(probeText({ ...probe, kind: 'probe' }, view)),
  ]
  expect(shown.length).toBeGreaterThan(0)
  expect(shown.filter((line) => !/(server says|Its words): "[^"]*SERVERWORDS/.test(line))).toEqual([])
  // In the lines on the wire it is the mark in front that tells, with a star inside TLS.
  const star = behaviour.security === 'tls' ? '\\*' : ' '
  const verbose = linesWith(diagnosisText(document, view)).filter(
    (line) => !/(server says|Its words): "/.test(line),
  )
  expect(verbose.length).toBeGreaterThan(0)
  for (const line of verbose) expect(line).toMatch(new RegExp(`^ *S${star} `))
})
