import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RecommendationDocument } from '../../src/model/index.js'
import { type RunOptions, runCli, schemaErrors, temporaryFolder } from '../cli/support.js'
import { dovecotAvailable, startDovecot } from './dovecot.js'
import type { Kind, RunningServer } from './private-server.js'

// dovecot.test.ts says aloud, and with CI set fails, where Dovecot is missing.
describe.runIf(dovecotAvailable() !== undefined)('the main job on a real Dovecot', () => {
  let dovecot: RunningServer
  let caFile = ''

  beforeAll(async () => {
    dovecot = await startDovecot()
    caFile = join(temporaryFolder(), 'ca.pem')
    writeFileSync(caFile, dovecot.caPem)
  })

  afterAll(() => dovecot?.stop())

  const schemes: Record<Kind, string> = { imaps: 'imaps', imap: 'imap', pop3s: 'pops', pop3: 'pop' }
  const everything: Kind[] = ['imaps', 'imap', 'pop3s', 'pop3']

  /** Recommends from these answers and confirms on the named ports of the server. */
  async function recommend(
    set: string[],
    kinds: Kind[] = everything,
    more: string[] = [],
    options: RunOptions = {},
  ) {
    const { name, host, ports } = dovecot
    const targets = kinds.map((kind) => `${schemes[kind]}://${name}:${ports[kind]}`)
    const routes = kinds.flatMap((kind) => ['--connect-to', `${name}:${ports[kind]}:${host}:${ports[kind]}`])
    const answers = set.flatMap((one) => ['--set', one])
    const args = [
      'recommend',
      ...targets,
      ...routes,
      '--ca-file',
      caFile,
      '--json',
      '--no-input',
      ...answers,
      ...more,
    ]
    const { stdout, stderr, code } = await runCli(args, options)
    const document = JSON.parse(stdout) as RecommendationDocument
    expect(schemaErrors('recommendation', document)).toEqual([])
    expect(stderr).toBe('')
    return { document, code }
  }

  test('confirms IMAP for two places over implicit TLS and STARTTLS', async () => {
    const { document, code } = await recommend(['places=computer,phone', 'prompt-alerts=yes'])
    expect(document).toMatchObject({ choice: 'imap', confirmation: { verdict: 'confirmed' } })
    expect(document.confirmation?.gains.map((gain) => gain.rule)).toContain('imap-idle-offered')
    expect(document.confirmation?.endpoints.map(({ tls }) => tls?.verified)).toEqual([true, true, true, true])
    expect(code).toBe(0)
  })

  test('confirms leaving mail on the server, because it has UIDL', async () => {
    const { document, code } = await recommend(['readers=several-people', 'team-style=copy-each'])
    expect(document).toMatchObject({ choice: 'pop-leave-on-server', confirmation: { verdict: 'confirmed' } })
    expect(document.confirmation?.gains.map((gain) => gain.rule)).toContain('pop3-uidl-offered')
    expect(code).toBe(0)
  })

  test('with a sign-in sees the quota, and answers the question of space by it', async () => {
    const signIn = ['--user', dovecot.user, '--password-stdin']
    const set = ['places=computer,phone', 'server-space=tight']
    const { document, code } = await recommend(set, everything, signIn, { input: dovecot.password })
    expect(document.request.serverFacts).toMatchObject({ 'sign-in-works': true, 'pop3-uidl': true })
    expect(document.request.serverFacts?.['quota-used-percent']).toBeLessThan(90)
    // Stated too small, measured nearly empty: the measured fact wins, and the difference is said.
    expect(document.choice).toBe('imap')
    expect(document.request.notes.join()).toContain('You said "tight"')
    expect(document.openQuestions.map((question) => question.id)).not.toContain('server-space')
    expect(JSON.stringify(document)).not.toContain(JSON.stringify(dovecot.password).slice(1, -1))
    expect(code).toBe(0)
  })

  test('does not support the choice where the certificate does not verify', async () => {
    const { name, host, ports } = dovecot
    const route = ['--connect-to', `${name}:${ports.imaps}:${host}:${ports.imaps}`]
    const args = [
      'recommend',
      `imaps://${name}:${ports.imaps}`,
      ...route,
      '--json',
      '--set',
      'places=computer,phone',
    ]
    const { stdout, code } = await runCli(args)
    const document = JSON.parse(stdout) as RecommendationDocument
    expect(document.confirmation?.verdict).toBe('not-supported')
    expect(document.confirmation?.limits.map((limit) => limit.rule)).toContain('imap-tls-unverified')
    expect(code).toBe(1)
  })
})
