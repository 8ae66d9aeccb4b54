import { describe, expect, it } from 'vitest'
import type { RecommendationDocument } from '../../src/model/index.js'
import { tooWide, trailingSpaces, widths } from '../render/support.js'
import { runOn } from './simulated.js'
import { runCli, schemaErrors, temporaryFile } from './support.js'

const recommendation = (stdout: string) => JSON.parse(stdout) as RecommendationDocument
const set = (...settings: string[]) => settings.flatMap((setting) => ['--set', setting])

describe('recommend', () => {
  it('never asks without a terminal: it answers with what it has and lists what is open', async () => {
    const { stdout, stderr, code } = await runCli(['recommend'])
    expect(stdout).toContain('Still open')
    expect([stderr, code]).toEqual(['', 0])
  })

  it('is a valid document with --json', async () => {
    const { stdout, code } = await runCli([
      'recommend',
      '--json',
      ...set('readers=one-person', 'places=computer,phone'),
    ])
    const document = recommendation(stdout)
    expect(schemaErrors('recommendation', document)).toEqual([])
    expect(document.family).toBe('imap')
    expect(document.request.answers).toEqual({ readers: 'one-person', places: ['computer', 'phone'] })
    expect(document.openQuestions.length).toBeGreaterThan(0)
    expect(code).toBe(0)
  })

  it.each(widths)('fits %i columns', async (width) => {
    const { stdout } = await runCli(['recommend', 'demo', ...set('own-copy=yes')], {
      env: { COLUMNS: String(width) },
    })
    expect(tooWide(stdout, width)).toEqual([])
    expect(trailingSpaces(stdout)).toEqual([])
  })

  it('tells the command that gives the same again', async () => {
    const args = [...set('places=computer', 'own-copy=yes', 'server-space=tight'), '--json']
    const first = recommendation((await runCli(['recommend', ...args])).stdout)
    const words = first.request.repeat?.split(' ') ?? []
    expect(words.slice(0, 2)).toEqual(['mailadvise', 'recommend'])
    const again = recommendation((await runCli([...words.slice(1), '--json'])).stdout)
    expect(again).toEqual(first)
  })

  it('takes answers from a file, from stdin and from flags, and the flags win', async () => {
    const answers = { readers: 'one-person', places: 'computer', 'own-copy': 'yes', calendar: null }
    const file = temporaryFile('answers.json', JSON.stringify(answers))
    const expected = { readers: 'one-person', places: ['phone'], 'own-copy': true }
    const fromFile = await runCli(['recommend', '--json', '--answers', file, ...set('places=phone')])
    expect(recommendation(fromFile.stdout).request.answers).toEqual(expected)
    const input = JSON.stringify(answers)
    const fromStdin = await runCli(['recommend', '--json', '--answers', '-', ...set('places=phone')], {
      input,
    })
    expect(fromStdin.stdout).toBe(fromFile.stdout)
  })

  it('refuses answers that are no JSON, or no object', async () => {
    for (const input of ['{"readers": ', '[]', '"x"', '']) {
      const { stderr, stdout, code } = await runCli(['recommend', '--answers', '-'], { input })
      expect(stderr).toMatch(/^Error: [^\n]+\n$/)
      expect([stdout, code]).toEqual(['', 2])
    }
  })

  it('takes answers behind a byte order mark, and names UTF-16', async () => {
    const { code } = await runCli(['recommend', '--answers', '-'], { input: '\ufeff{"places": "phone"}' })
    expect(code).toBe(0)
    const { stderr } = await runCli(['recommend', '--answers', '-'], { input: '{\0"\0' })
    expect(stderr).toContain('Cannot read stdin: it is UTF-16')
  })

  it('keeps the flags that change what comes out in the command that repeats it', async () => {
    const args = ['recommend', 'demo', '--timeout', '20', '--all-questions', '--json']
    const { repeat } = recommendation((await runCli(args)).stdout).request
    expect(repeat).toBe('mailadvise recommend demo --timeout 20 --all-questions --no-input')
  })

  it('says in its help how to list the questions, and that works', async () => {
    const { stdout } = await runCli(['recommend', '--help'])
    expect(stdout.replace(/\s+/g, ' ')).toContain('mailadvise explain --list question')
    expect((await runCli(['explain', '--list', 'question'])).stdout).toContain('server-space')
  })

  it('refuses two readers of stdin', async () => {
    const args = ['recommend', 'demo', '--answers', '-', '--user', 'demo', '--password-stdin']
    const { stderr, code } = await runCli(args, { input: '{}' })
    expect(stderr).toContain('Only one can read stdin: --answers - or --password-stdin')
    expect(code).toBe(2)
  })
})

describe('recommend demo', () => {
  it('confirms the choice on the server', async () => {
    const { stdout, stderr, code } = await runCli([
      'recommend',
      'demo',
      '--json',
      ...set('places=computer,phone'),
    ])
    const document = recommendation(stdout)
    expect(schemaErrors('recommendation', document)).toEqual([])
    expect(document.confirmation?.verdict).toMatch(/^confirmed/)
    expect(document.confirmation?.endpoints).toHaveLength(4)
    expect(document.request.targets).toEqual(['demo'])
    expect([stderr, code]).toEqual(['', 0])
  })

  it('works from a stored probe without any network', async () => {
    const stored = temporaryFile('probe.json', (await runCli(['probe', 'demo', '--json'])).stdout)
    const { stdout, code } = await runCli([
      'recommend',
      '--from',
      stored,
      '--json',
      ...set('places=computer,phone'),
    ])
    expect(recommendation(stdout).confirmation?.verdict).toMatch(/^confirmed/)
    expect(recommendation(stdout).request.repeat).toContain(`--from ${stored}`)
    expect(code).toBe(0)
  })
})

describe('recommend with a sign-in that is refused', () => {
  const password = temporaryFile('password', 'wrong')
  const args = ['recommend', 'mail.demo.example', '--user', 'anna', '--password-file', password, '--no-input']
  const answers = set('readers=one-person', 'places=computer,phone')

  it('does not say that the server lacks the protocol', async () => {
    const { stdout, code } = await runOn('login-refused', [...args, ...answers, '--json'])
    const { confirmation } = recommendation(stdout)
    expect(confirmation?.verdict).toBe('confirmed-with-limits')
    expect(confirmation?.limits).toContainEqual(
      expect.objectContaining({ rule: 'sign-in-refused', blocking: false }),
    )
    expect(code).toBe(0)
  })

  it('says that it was the sign-in, and where to read more', async () => {
    const { stdout } = await runOn('login-refused', [...args, ...answers])
    expect(stdout).toMatch(/The sign-in was refused/)
    expect(stdout).toMatch(/mailadvise\s+diagnose\s+with\s+the\s+same\s+--user/)
    expect(stdout).not.toContain('NOT supported')
  })

  it('writes a plan for what was answered', async () => {
    const today = set('current-protocol=pop3', 'existing-mail=yes')
    const { stdout } = await runOn('login-refused', [...args, ...answers, ...today, '--json'])
    const { steps } = recommendation(stdout)
    expect(steps.map(({ id }) => id)).toEqual([
      ...['stop-collectors', 'save-local-mail', 'add-imap-beside', 'compare-space', 'upload-by-folder'],
      'remove-old-pop',
    ])
  })
})
