import { expect } from 'vitest'
import { diagnose } from '../../src/app/diagnose.js'
import { recommend } from '../../src/app/recommend.js'
import type { DiagnosisDocument, ProbeDocument } from '../../src/model/index.js'
import { diagnosisText } from '../../src/render/diagnosis-text.js'
import { unexplained } from '../../src/render/findings.js'
import { findingsMarkdown } from '../../src/render/findings-markdown.js'
import { json } from '../../src/render/json.js'
import { probeText } from '../../src/render/probe-text.js'
import { recommendationText } from '../../src/render/recommendation-text.js'
import { schemaErrors } from '../cli/support.js'
import { failureIn } from '../support/probing.js'
import { testHost } from '../support/raw-server.js'
import type { Behaviour } from './behaviour.js'
import type { HostileServer } from './peer.js'
import { leaksIn, password, token, user } from './secrets.js'

const schemes = {
  'imap tls': 'imaps',
  'imap starttls': 'imap',
  'pop3 tls': 'pops',
  'pop3 starttls': 'pop',
} as const

/** How a behaviour's server is named on the command line. */
export function targetOf({ protocol, security }: Behaviour, port: number): string {
  return `${schemes[`${protocol} ${security}`]}://${testHost}:${port}`
}

/** Probes the server with an account and a password, and judges it. */
export async function diagnosisOf(server: HostileServer, caFile: string): Promise<DiagnosisDocument> {
  const { behaviour, port } = server
  return diagnose([targetOf(behaviour, port)], {
    timeoutMs: behaviour.stalls ? 6_000 : 15_000,
    caFiles: [caFile],
    connectTo: [{ host: testHost, port, toHost: '127.0.0.1', toPort: port }],
    signIn: behaviour.token ? { user, token } : { user, password },
    keepTranscript: true,
  })
}

/** The document in every form in which a person or a program can get it. */
export function formsOf(document: DiagnosisDocument): Record<string, string> {
  const probe = probeOf(document)
  const view = { width: 80, colour: false }
  return {
    'probe JSON': json(probe),
    'diagnosis JSON': json(document),
    'probe text': probeText(probe, view),
    'diagnosis text': diagnosisText(document, view),
    Markdown: findingsMarkdown(document),
    advice: recommendationText(recommend({ answers: {}, probe }), view),
  }
}

function probeOf({ findings, rootCauses, checks, ...rest }: DiagnosisDocument): ProbeDocument {
  return { ...rest, kind: 'probe' }
}

/** Control, direction and invisible characters; line feeds are those of the layout. */
export const unsafe =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|[\ud800-\udfff]/u

const changing = /\b(RETR|TOP|DELE|SELECT|EXAMINE|FETCH|STORE|APPEND|EXPUNGE)\b/i

/** More than any limit allows, the kernel's buffers on both sides included. */
const mostBytes = 28 * 1024 * 1024

/** Fails where a promise that holds for every server is broken. */
export function holdPromises(server: HostileServer, document: DiagnosisDocument): void {
  const { behaviour, log, inClear, signIns } = server
  const [probe] = document.endpoints
  if (probe === undefined) throw new Error('no endpoint in the result')

  // 1, 2, 3: no credential in clear text, or where the certificate does not verify.
  expect(leaksIn(inClear)).toEqual([])
  expect(inClear).not.toContain(user)
  if (probe.tls?.verified !== true) expect(leaksIn(log.map(({ line }) => line).join('\n'))).toEqual([])
  // 4: what came in clear text is not kept as if it had come inside TLS.
  expect(JSON.stringify(probe.capabilities?.afterTls ?? [])).not.toMatch(/INJECTED|BELIEVED/)
  // 5: one attempt.
  expect(signIns).toBeLessThanOrEqual(1)
  // 7: bounded.
  expect(server.mostBytes).toBeLessThan(mostBytes)
  // 8, 12: the phase and the cause.
  expect(behaviour.expects.split(' | ')).toContain(failureIn(probe))
  expect(document.checks.filter(({ outcome }) => outcome === 'errored')).toEqual([])
  const broken = failureIn(probe) !== 'none' || probe.tls?.verified === false
  if (broken) expect(document.findings.length + unexplained(document).length).toBeGreaterThan(0)
  // 17: nothing is read and nothing changed; of one message its header, to see whether TOP works.
  expect(log.filter(({ line }) => changing.test(line.replace(/^TOP 1 0$|EXAMINE INBOX$/, '')))).toEqual([])

  expect(schemaErrors('diagnosis', document)).toEqual([])
  for (const [form, text] of Object.entries(formsOf(document))) {
    expect({ form, unsafe: unsafe.exec(text)?.[0].codePointAt(0) }).toEqual({ form, unsafe: undefined })
    expect({ form, leaks: leaksIn(text) }).toEqual({ form, leaks: [] })
    expect(text.length).toBeLessThan(1024 * 1024)
    if (form.endsWith('JSON')) JSON.parse(text)
  }
}
