import { describe, expect, it } from 'vitest'
import type { ComparisonDocument } from '../../src/model/index.js'
import { tooWide, trailingSpaces, widths } from '../render/support.js'
import { runCli, schemaErrors } from './support.js'

describe('compare', () => {
  it('prints a valid document with --json and with --format json', async () => {
    const { stdout, stderr, code } = await runCli(['compare', '--json'])
    const document = JSON.parse(stdout) as ComparisonDocument
    expect(schemaErrors('comparison', document)).toEqual([])
    expect(document.rows.filter(({ founding }) => founding)).toHaveLength(5)
    expect([stderr, code]).toEqual(['', 0])
    expect((await runCli(['compare', '--format', 'json'])).stdout).toBe(stdout)
  })

  it('prints chosen topics only, in their own order', async () => {
    const { stdout } = await runCli([
      'compare',
      '--json',
      '--topic',
      'organisation,devices',
      '--topic',
      'devices',
    ])
    const { request, rows } = JSON.parse(stdout) as ComparisonDocument
    expect(request.topics).toEqual(['devices', 'organisation'])
    expect(new Set(rows.map(({ topic }) => topic))).toEqual(new Set(['devices', 'organisation']))
  })

  it.each(widths)('fits %i columns', async (width) => {
    const { stdout } = await runCli(['compare'], { env: { COLUMNS: String(width) } })
    expect(tooWide(stdout, width)).toEqual([])
    expect(trailingSpaces(stdout)).toEqual([])
  })

  it('is 80 columns wide and without colour in a pipe', async () => {
    const { stdout } = await runCli(['compare'])
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBe(80)
    expect(stdout).not.toContain('\u001b')
  })

  it('has colour in a pipe only where it is forced, and NO_COLOR wins', async () => {
    expect((await runCli(['compare'], { env: { FORCE_COLOR: '1' } })).stdout).toContain('\u001b[')
    expect((await runCli(['compare'], { env: { FORCE_COLOR: '1', NO_COLOR: '1' } })).stdout).not.toContain(
      '\u001b',
    )
  })

  it('prints Markdown and CSV', async () => {
    expect((await runCli(['compare', '--format', 'markdown'])).stdout).toContain('| --- | --- | --- |')
    const { stdout } = await runCli(['compare', '--format', 'CSV'])
    expect(stdout.startsWith('id,topic,feature,pop,imap,today,founding,sources\r\n')).toBe(true)
  })

  it('refuses two forms at once, and takes the same one twice', async () => {
    const { stdout, stderr, code } = await runCli(['compare', '--json', '--format', 'csv'])
    expect(stderr).toContain('--json and --format csv exclude each other')
    expect(schemaErrors('error', JSON.parse(stdout))).toEqual([])
    expect(code).toBe(2)
    expect((await runCli(['compare', '--json', '--format', 'json'])).code).toBe(0)
  })

  it('gives an error document with --format in any case', async () => {
    const { stdout, code } = await runCli(['compare', '--format', 'JSON', '--topic', 'x'])
    expect(schemaErrors('error', JSON.parse(stdout))).toEqual([])
    expect(code).toBe(2)
  })
})
