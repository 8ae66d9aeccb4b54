import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { RecommendationDocument } from '../../src/model/index.js'
import { runOn } from './simulated.js'
import { runCli, schemaErrors, temporaryFile, temporaryFolder } from './support.js'

interface StoredEndpoint {
  software?: string
  phases: { failure?: { serverText?: string } }[]
}

const stored = JSON.parse(readFileSync(new URL('../golden/login-refused.json', import.meta.url), 'utf8')) as {
  request: Record<string, unknown>
  endpoints: StoredEndpoint[]
}

/** A stored probe of somebody whom the server calls by name. */
function probeOfAnna(): string {
  const called = 'Sorry, Anna.Schmidt'
  const endpoints = stored.endpoints.map((one) => ({
    ...one,
    software: called,
    phases: one.phases.map((phase) =>
      phase.failure === undefined ? phase : { ...phase, failure: { ...phase.failure, serverText: called } },
    ),
  }))
  const request = { ...stored.request, user: 'anna.schmidt@example.com' }
  return temporaryFile('probe.json', JSON.stringify({ ...stored, request, endpoints }))
}

const commands = ['diagnose', 'recommend', 'probe'] as const
const anna = /anna\.schmidt/i

describe('--out FILE.html', () => {
  it.each(commands)(
    'writes the whole page of %s, and the document for the terminal as ever',
    async (command) => {
      const out = join(temporaryFolder(), 'report.html')
      const { stdout, code } = await runCli([command, 'demo', '--no-input', '--out', out])
      const page = readFileSync(out, 'utf8')
      expect(page).toMatch(
        /^<!DOCTYPE html>\n<html lang="en-GB">[\s\S]*imaps:\/\/mail\.demo\.example[\s\S]*<\/html>\n$/,
      )
      expect(stdout).not.toContain('<')
      expect(code).toBe(0)
    },
  )
})

describe('what is handed on', () => {
  const handedOn = [
    ['diagnose', 'md'],
    ['diagnose', 'html'],
    ['recommend', 'html'],
    ['probe', 'html'],
  ]

  it.each(handedOn)(
    'of %s as .%s names nobody, unless --keep-identities is given',
    async (command = '', ending) => {
      const from = `--from=${probeOfAnna()}`
      const out = join(temporaryFolder(), `report.${ending}`)
      const { stdout } = await runCli([command, from, '--no-input', '--json', '--out', out])
      expect(readFileSync(out, 'utf8')).not.toMatch(anna)
      // The form that was not made to be handed on is as it was.
      expect(stdout).toMatch(anna)
      await runCli([command, from, '--no-input', '--out', out, '--keep-identities'])
      expect(readFileSync(out, 'utf8').replaceAll('\\', '')).toMatch(anna)
    },
  )
})

describe('--redact', () => {
  it.each(commands)('masks the JSON of %s, which stays valid, and its text', async (command) => {
    const from = `--from=${probeOfAnna()}`
    const { stdout } = await runCli([command, from, '--no-input', '--json', '--redact'])
    expect(stdout).not.toMatch(anna)
    const document = JSON.parse(stdout) as { kind: string }
    expect(schemaErrors(document.kind, document)).toEqual([])
    const text = (await runCli([command, from, '--no-input', '--redact'])).stdout
    expect(text).toContain('mail.demo.example')
    expect(text).not.toMatch(anna)
  })

  it('masks the user of a sign-in in the command that repeats a recommendation', async () => {
    const args = ['recommend', 'mail.demo.example', '--user', 'anna.schmidt', '--password-file']
    const password = temporaryFile('password', 'wrong')
    const { stdout } = await runOn('demo', [...args, password, '--no-input', '--json', '--redact'])
    const { request } = JSON.parse(stdout) as RecommendationDocument
    expect(request.repeat).toContain('--user [user] ')
    expect(stdout).not.toMatch(anna)
  })

  it('masks the address whose servers were looked for', async () => {
    const { stdout } = await runCli([
      'discover',
      'anna.schmidt@example.com',
      '--dns-server',
      '127.0.0.1:9',
      '--json',
      '--redact',
      '--timeout',
      '5',
    ])
    expect(stdout).not.toMatch(anna)
    expect((JSON.parse(stdout) as { request: { target: string } }).request.target).toBe('[user]@example.com')
  })

  it.each([
    [['probe', 'anna.schmidt@exa mple.com', '--redact']],
    [
      [
        'diagnose',
        'imaps://anna.schmidt:secret@mail.example.com/x',
        'mail',
        '--user=anna.schmidt',
        '--redact',
      ],
    ],
    [['diagnose', '--user', 'anna.schmidt', '--redact']],
    [['recommend', 'anna.schmidt@example.com', 'else@example.org', '--no-input', '--redact']],
    [['discover', 'anna.schmidt@exa mple.com', '--redact']],
    [['settings', '--redact', '--for', 'mbsync', 'anna.schmidt@exa mple.com']],
  ])('masks an error as well, in its line and in its document: %j', async (args) => {
    const unmasked = await runCli(args.filter((word) => word !== '--redact'))
    const { stdout, stderr, code } = await runCli([...args, '--json'])
    expect(code).toBe(2)
    expect(unmasked.code).toBe(2)
    expect(stdout + stderr).not.toMatch(anna)
    expect(schemaErrors('error', JSON.parse(stdout))).toEqual([])
    // Where the line names her without the flag, the mask stands in her place.
    if (anna.test(unmasked.stderr)) expect(stderr).toContain('[user]')
  })

  it('masks the settings file, and says that nobody can use it so', async () => {
    const args = ['settings', 'demo', '--for', 'mbsync', '--user', 'anna.schmidt@example.com']
    const { stdout, stderr } = await runCli([...args, '--redact'])
    expect(stdout).toContain('User "[user]@example.com"')
    expect(stdout + stderr).not.toMatch(anna)
    expect(stderr).toContain('this file is for showing, not for using')
    const out = join(temporaryFolder(), 'mbsyncrc')
    const asJson = await runCli([...args, '--redact', '--json', '--out', out])
    expect(asJson.stdout + readFileSync(out, 'utf8')).not.toMatch(anna)
    expect(schemaErrors('settings', JSON.parse(asJson.stdout))).toEqual([])
    expect((await runCli(args)).stdout).toMatch(anna)
    const nobody = await runCli(['settings', 'demo', '--for', 'mbsync', '--redact'])
    expect(nobody.stderr).not.toContain('is masked')
  })

  it('excludes --keep-identities', async () => {
    const { stderr, code } = await runCli(['diagnose', 'demo', '--redact', '--keep-identities'])
    expect(stderr).toContain('--redact and --keep-identities exclude each other')
    expect(code).toBe(2)
  })
})
