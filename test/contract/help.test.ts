import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { runCli } from '../cli/support.js'

interface Flag {
  type: 'boolean' | 'option'
  summary?: string
  helpValue?: string
  default?: string
}

interface Command {
  summary?: string
  examples?: (string | { command: string })[]
  flags: Record<string, Flag>
  args: Record<string, { description?: string }>
}

const manifest = JSON.parse(readFileSync(new URL('../../oclif.manifest.json', import.meta.url), 'utf8')) as {
  commands: Record<string, Command>
}
const commands = Object.entries(manifest.commands)
const width = 80

describe.each(commands)('the help of %s', (id, { summary = '', examples = [], flags, args }) => {
  it('has a first line that no terminal of 80 columns breaks', () => {
    expect(summary.length).toBeLessThanOrEqual(width)
    expect(summary).toMatch(/\.$/)
  })

  it('has examples that fit a line and call this command', () => {
    const lines = examples.map((one) => (typeof one === 'string' ? one : one.command))
    expect(lines.length).toBeGreaterThan(1)
    for (const line of lines) {
      const shown = `  $ ${line.replace('<%= config.bin %>', 'mailadvise')}`
      expect(shown.length, shown).toBeLessThanOrEqual(width)
      expect(shown).toContain(`mailadvise ${id}`)
    }
  })

  it('says of every argument what it is', () => {
    for (const { description } of Object.values(args)) expect(description).toMatch(/\w.*\.$/)
  })

  it('says of every flag what it does, of its value what it looks like, and of a time its unit and bounds', () => {
    for (const [name, flag] of Object.entries(flags)) {
      expect(flag.summary, name).toMatch(/^[A-Z].{10,}\.$/)
      if (flag.type === 'option') expect(flag.helpValue, name).toMatch(/\S/)
      if (name === 'timeout') expect(flag.summary).toMatch(/0\.1 to 600 seconds/)
    }
  })

  // A word among few has a default, or the help says what holds without it.
  it('says of every choice what holds without it', () => {
    for (const [name, { summary: text = '', helpValue = '', default: value }] of Object.entries(flags)) {
      if (!helpValue.includes('|') || helpValue.startsWith('FILE') || value !== undefined) continue
      expect(text, name).toMatch(/unless said otherwise|without it/)
    }
  })

  it('shows no word broken in two on 80 columns', async () => {
    const { stdout } = await runCli([id, '--help'], { env: { COLUMNS: String(width) } })
    const [first] = stdout.split('\n')
    expect(first).toBe(summary)
    const broken = stdout.split('\n').filter((line) => line.length > width)
    expect(broken).toEqual([])
  })
})

it('mailadvise alone shows the three ways in, in 80 columns', async () => {
  const { stdout, code } = await runCli([])
  expect(stdout.split('\n').filter((line) => line.length > width)).toEqual([])
  for (const way of ['recommend', 'diagnose', 'compare']) expect(stdout).toContain(`  mailadvise ${way}`)
  expect(code).toBe(0)
})
