import { spawnSync } from 'node:child_process'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { wantsLinks } from '../../src/cli/links.js'
import { bin, runCli } from './support.js'

const hasScript = spawnSync('script', ['--version']).stdout?.toString().includes('util-linux') ?? false

const terminal = { isTTY: true }

afterEach(() => vi.unstubAllEnvs())

describe('links in the terminal', () => {
  it.each([
    ['a pipe', {}, {}, false],
    ['a pipe, although they are forced', { FORCE_HYPERLINK: '1' }, {}, false],
    ['a terminal on which they are forced', { FORCE_HYPERLINK: '1', TERM: 'dumb' }, terminal, true],
    ['a terminal on which they are switched off', { FORCE_HYPERLINK: '0' }, terminal, false],
    ['a terminal without colour', { NO_COLOR: '1' }, terminal, false],
    ['a dumb terminal', { TERM: 'dumb' }, terminal, false],
  ])('for %s', async (_, env, stream, expected) => {
    expect(await wantsLinks(env, stream)).toBe(expected)
  })

  it.each([
    ['an unknown one', { TERM: 'xterm' }, false],
    [
      'WezTerm',
      { TERM: 'xterm-256color', TERM_PROGRAM: 'WezTerm', TERM_PROGRAM_VERSION: '20240203-110809' },
      true,
    ],
    ['GNOME Terminal', { TERM: 'xterm-256color', VTE_VERSION: '7200' }, true],
    ['an old GNOME Terminal', { TERM: 'xterm-256color', VTE_VERSION: '4800' }, false],
  ])('on a terminal follow what is known of it: %s', async (_, env, expected) => {
    // The library reads the environment of the process.
    for (const name of ['CI', 'NO_COLOR', 'FORCE_COLOR', 'FORCE_HYPERLINK', 'TERM_PROGRAM', 'VTE_VERSION']) {
      vi.stubEnv(name, undefined)
    }
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
    expect(await wantsLinks(env, terminal)).toBe(expected)
  })

  // util-linux's script gives a program a terminal; where it is missing, this is left out.
  it.skipIf(!hasScript)('reach a terminal, around the text of a source', () => {
    const command = `${process.execPath} ${bin} explain cert-expired`
    const env = { PATH: process.env.PATH ?? '', TERM: 'xterm', COLUMNS: '80', FORCE_HYPERLINK: '1' }
    const { stdout } = spawnSync('script', ['-qefc', command, '/dev/null'], { env, encoding: 'utf8' })
    expect(stdout).toMatch(/\u001b\]8;;https:\/\/www\.rfc-editor\.org\/\S+\u001b\\RFC 5280 section/)
  })

  it('never come out of a pipe', async () => {
    const { stdout } = await runCli(['explain', 'cert-expired'], {
      env: { FORCE_HYPERLINK: '1', FORCE_COLOR: '1' },
    })
    expect(stdout).not.toContain('\u001b]8')
    expect(stdout).toContain('https://www.rfc-editor.org/')
  })
})
