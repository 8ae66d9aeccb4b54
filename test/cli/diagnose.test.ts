import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { DiagnosisDocument, ErrorDocument } from '../../src/model/index.js'
import { probeDocument } from '../render/documents.js'
import { tooWide, trailingSpaces, unsafe } from '../render/support.js'
import { runOn } from './simulated.js'
import { runCli, schemaErrors, temporaryFile, temporaryFolder } from './support.js'

const parse = (stdout: string) => JSON.parse(stdout) as DiagnosisDocument
const imaps = 'imaps://mail.demo.example:993'

describe('diagnose demo', () => {
  it('is a valid document in which nothing grave was found', async () => {
    const { stdout, stderr, code } = await runCli(['diagnose', 'demo', '--json'])
    const document = parse(stdout)
    expect(schemaErrors('diagnosis', document)).toEqual([])
    expect(document.findings.filter(({ severity }) => severity !== 'note')).toEqual([])
    expect(document.checks.filter(({ outcome }) => outcome === 'errored')).toEqual([])
    expect([stderr, code]).toEqual(['', 0])
  })

  it.each([60, 80, 120])('fits one screen of %i columns', async (width) => {
    const { stdout, code } = await runCli(['diagnose', 'demo'], { env: { COLUMNS: String(width) } })
    expect(tooWide(stdout, width)).toEqual([])
    expect(trailingSpaces(stdout)).toEqual([])
    expect(stdout.split('\n').length).toBeLessThanOrEqual(24)
    expect(stdout).not.toContain('\u001b')
    expect(stdout).toContain('Nothing wrong was found')
    expect(stdout).toMatch(/^Fine: 4 of 4 endpoints/m)
    expect(stdout).toMatch(/^Cost: \d+ connections, no sign-in/m)
    expect(code).toBe(0)
  })

  it('tests the sign-in where a user is given', async () => {
    const args = ['diagnose', 'demo', '--user', 'demo', '--password-stdin']
    const { stdout, code } = await runCli(args, { input: 'open-sesame\n' })
    expect(stdout).toContain('sign-in (PLAIN)')
    expect(stdout).not.toContain('would test the sign-in')
    expect(stdout).not.toContain('open-sesame')
    expect(code).toBe(0)
  })
})

describe('diagnose of a server with an expired certificate', () => {
  it('names the cause once, its places, and the fix for each reader', async () => {
    const { stdout, code } = await runOn('expired-certificate', ['diagnose', 'mail.demo.example'])
    expect(stdout.match(/BLOCKER {3}The certificate of mail\.demo\.example:993/g)).toHaveLength(1)
    expect(stdout).toMatch(/^ {2}On {13}imaps:.*imap:/m)
    const [fault, user, admin, seen] = ['Cause ', 'For you ', 'Administrator ', 'Seen '].map((word) =>
      stdout.indexOf(`\n  ${word}`),
    )
    expect([fault, user, admin, seen].every((place) => place !== -1)).toBe(true)
    expect([fault, user, admin, seen]).toEqual([fault, user, admin, seen].toSorted((a = 0, b = 0) => a - b))
    expect(stdout).toContain('mailadvise explain cert-expired')
    expect(code).toBe(1)
  })

  it.each([
    ['blocker', 1],
    ['note', 1],
    ['never', 0],
  ])('with --fail-on %s ends with %i', async (level, expected) => {
    const { stdout, code } = await runOn('expired-certificate', [
      ...['diagnose', imaps, '--json', '--fail-on'],
      level,
    ])
    expect(parse(stdout).rootCauses[0]).toBe('cert-expired')
    expect(schemaErrors('diagnosis', parse(stdout))).toEqual([])
    expect(code).toBe(expected)
  })

  it('writes the findings for a ticket, as Markdown, text or JSON', async () => {
    const folder = temporaryFolder()
    for (const ending of ['md', 'txt', 'json']) {
      const out = join(folder, `ticket.${ending}`)
      await runOn('expired-certificate', ['diagnose', imaps, '--out', out])
      expect(readFileSync(out, 'utf8')).toContain('cert-expired')
    }
    const ticket = readFileSync(join(folder, 'ticket.md'), 'utf8')
    expect(ticket).toMatch(/^# Diagnosis of imaps:\/\/mail\.demo\.example:993$/m)
    expect(ticket).toMatch(/^\*\*For the administrator\*\*$/m)
  })
})

describe('diagnose of a server that says hostile words', () => {
  it('shows them marked, and obeys none', async () => {
    const { stdout, code } = await runOn(
      {
        id: 'hostile',
        title: 'A server that tries its worst',
        about: 'Made for this test.',
        host: 'mail.demo.example',
        endpoints: [
          { protocol: 'imap', port: 143, security: 'starttls', greeting: '* BYE \u001b[2J\u202egnp.exe' },
        ],
      },
      ['diagnose', 'imap://mail.demo.example:143'],
    )
    expect(stdout.replaceAll('\n', '')).not.toMatch(unsafe)
    expect(stdout.replace(/\s+/g, ' ')).toContain('server says: "[2Jgnp.exe"')
    expect(code).toBe(1)
  })
})

describe('diagnose --from', () => {
  const folder = temporaryFolder()
  const probeFile = join(folder, 'probe.json')
  const diagnosisFile = join(folder, 'diagnosis.json')

  it('judges a stored probe and a stored diagnosis alike, as they were judged on the spot', async () => {
    const first = await runOn('expired-certificate', ['diagnose', imaps, '--json', '--out', diagnosisFile])
    const again = await runCli(['diagnose', '--from', diagnosisFile, '--json'])
    expect(again.stdout).toBe(first.stdout)
    expect(again.code).toBe(1)
    await runOn('expired-certificate', ['probe', imaps, '--out', probeFile])
    const { stdout, code } = await runCli(['diagnose', '--from', probeFile, '--json'])
    expect(parse(stdout).rootCauses).toEqual(parse(first.stdout).rootCauses)
    expect(code).toBe(1)
  })

  it('lets the other commands read a diagnosis as the probe that it is', async () => {
    const { stdout } = await runCli(['probe', '--from', diagnosisFile, '--json'])
    expect(schemaErrors('probe', JSON.parse(stdout))).toEqual([])
  })

  it('ends with 3 where this machine was at fault', async () => {
    const [first] = probeDocument.endpoints
    const failure = { cause: 'resolver-failed', message: 'no resolver answered' }
    const endpoints = [
      { ...first, phases: [{ name: 'dns', outcome: 'failed', ms: 1, failure }], tls: undefined },
    ]
    const file = temporaryFile('probe.json', JSON.stringify({ ...probeDocument, endpoints }))
    expect((await runCli(['diagnose', '--from', file])).code).toBe(3)
  })

  it.each([
    ['{', 'is not JSON'],
    ['{"kind": "diagnosis", "schemaVersion": 1}', 'diagnosis must have required property'],
    ['[]', 'stored.json is no'],
  ])('refuses %s in one line', async (content, words) => {
    const file = temporaryFile('stored.json', content)
    const { stdout, stderr, code } = await runCli(['diagnose', '--from', file])
    expect(stderr).toContain(words)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
    expect([stdout, code]).toEqual(['', 2])
  })
})

describe('diagnose with bad input', () => {
  it.each([
    [['--fail-on', 'blokcer', 'demo'], /Unknown --fail-on "blokcer"\. Did you mean "blocker"\?/],
    [['--fail-onn', 'note', 'demo'], /Did you mean --fail-on\?/],
    [[], /No target was given/],
    [['demo', '--from', 'probe.json'], /there can be no target/],
    [['demo', '--out', 'ticket.pdf'], /\.json, \.txt, \.md, \.html/],
    [['smtp://mail.example.com'], /SMTP only sends mail/],
  ])('%j is told in one line, exit code 2, and in JSON', async (args, words) => {
    const { stdout, stderr, code } = await runCli(['diagnose', ...args, '--json'])
    expect(stderr).toMatch(words)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
    const document = JSON.parse(stdout) as ErrorDocument
    expect(schemaErrors('error', document)).toEqual([])
    expect(document.request.command).toBe('diagnose')
    expect(code).toBe(2)
  })
})
