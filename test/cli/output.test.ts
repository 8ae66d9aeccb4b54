import { spawnSync } from 'node:child_process'
import {
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { writeWhole } from '../../src/cli/output.js'
import { bin, runCli, schemaErrors, temporaryFolder } from './support.js'

const compareTo = (file: string) => runCli(['compare', '--topic', 'devices', '--out', file])

describe('--out', () => {
  it.each([
    ['json', 'json'],
    ['md', 'markdown'],
    ['csv', 'csv'],
    ['txt', 'table'],
  ])('writes .%s as --format %s prints it, and prints the document as well', async (ending, format) => {
    const file = join(temporaryFolder(), `table.${ending}`)
    const { stdout, code } = await compareTo(file)
    expect(stdout).toContain('| Feature')
    expect(readFileSync(file, 'utf8')).toBe(
      (await runCli(['compare', '--topic', 'devices', '--format', format])).stdout,
    )
    expect(code).toBe(0)
  })

  it('replaces a file as a whole, readable by its owner only, and leaves nothing else behind', async () => {
    const folder = temporaryFolder()
    const file = join(folder, 'table.csv')
    writeFileSync(file, 'old', { mode: 0o644 })
    expect((await compareTo(file)).code).toBe(0)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readFileSync(file, 'utf8')).toContain('id,topic')
    expect(readdirSync(folder)).toEqual(['table.csv'])
  })

  it('writes files without colour and 80 columns wide, whatever the terminal', async () => {
    const file = join(temporaryFolder(), 'table.txt')
    await runCli(['compare', '--out', file], { env: { FORCE_COLOR: '1', COLUMNS: '120' } })
    const text = readFileSync(file, 'utf8')
    expect(text).not.toContain('\u001b')
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBe(80)
  })

  it.each<[string, (folder: string) => string, string]>([
    [
      'in a folder that does not exist',
      (folder) => join(folder, 'no', 'x.json'),
      'its folder does not exist',
    ],
    [
      'below a file',
      (folder) => {
        writeFileSync(join(folder, 'file'), '')
        return join(folder, 'file', 'x.json')
      },
      'its folder is not a folder',
    ],
    [
      'where a folder is',
      (folder) => {
        mkdirSync(join(folder, 'x.json'))
        return join(folder, 'x.json')
      },
      'it is a folder',
    ],
    ['without an ending', (folder) => join(folder, 'x'), 'its ending must be one of .json, .txt, .md, .csv'],
    [
      'with an unknown ending',
      (folder) => join(folder, 'x.pdf'),
      'its ending must be one of .json, .txt, .md, .csv',
    ],
  ])('refuses a file %s', async (_, fileIn, part) => {
    const file = fileIn(temporaryFolder())
    const { stdout, stderr, code } = await compareTo(file)
    expect(stderr).toContain(part)
    expect(stderr).toMatch(/^Error: Cannot write [^\n]+\n$/)
    expect([stdout, code]).toEqual(['', 2])
    const asJson = await runCli(['compare', '--json', '--out', file])
    expect(schemaErrors('error', JSON.parse(asJson.stdout))).toEqual([])
    expect((JSON.parse(asJson.stdout) as { code: string }).code).toBe('unwritable-output')
  })

  it('neither follows nor replaces a symbolic link', async () => {
    const folder = temporaryFolder()
    const [elsewhere, link] = [join(folder, 'elsewhere'), join(folder, 'x.json')]
    symlinkSync(elsewhere, link)
    const { stderr, code } = await compareTo(link)
    expect(stderr).toContain('it is a symbolic link')
    expect(code).toBe(2)
    expect(existsSync(elsewhere)).toBe(false)
    expect(lstatSync(link).isSymbolicLink()).toBe(true)
  })

  it('does neither with one that was put there while the work went on', () => {
    const folder = temporaryFolder()
    const [elsewhere, link] = [join(folder, 'elsewhere'), join(folder, 'x.json')]
    writeFileSync(elsewhere, 'theirs')
    symlinkSync(elsewhere, link)
    expect(() => writeWhole(link, 'ours')).toThrow('it is a symbolic link')
    expect(readFileSync(elsewhere, 'utf8')).toBe('theirs')
    expect(lstatSync(link).isSymbolicLink()).toBe(true)
    expect(readdirSync(folder).sort()).toEqual(['elsewhere', 'x.json'])
  })

  it('is refused before the work starts', async () => {
    const { stdout, stderr } = await runCli(['probe', 'demo', '--out', '/nonexistent/x.json'])
    expect(stderr).toContain('its folder does not exist')
    expect(stdout).toBe('')
  })

  it.each([
    ['compare', '.json, .txt, .md, .csv'],
    ['recommend', '.json, .txt, .md, .html'],
    ['diagnose', '.json, .txt, .md, .html, .prom'],
    ['probe', '.json, .txt, .html'],
  ])('of %s names its endings in the help', async (command, endings) => {
    const { stdout } = await runCli([command, '--help'])
    expect(stdout.replace(/\s+/g, ' ')).toContain(`its ending says the form: ${endings}.`)
  })
})

describe.skipIf(!existsSync('/dev/full'))('standard output that cannot be written', () => {
  it('is one line and exit code 1: no bad input, and no bug', () => {
    const full = openSync('/dev/full', 'w')
    const { status, stderr } = spawnSync(process.execPath, [bin, 'compare'], {
      stdio: ['ignore', full, 'pipe'],
    })
    closeSync(full)
    expect(String(stderr)).toMatch(/^Error: Cannot write standard output: [^\n]+\n$/)
    expect(status).toBe(1)
  })
})
