import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { runCli, temporaryFile } from './support.js'

const manifest = JSON.parse(readFileSync(new URL('../../oclif.manifest.json', import.meta.url), 'utf8')) as {
  commands: Record<string, { flags: Record<string, unknown> }>
}

const scriptFor = async (shell: string) => (await runCli(['completion', shell])).stdout

function has(program: string): boolean {
  return spawnSync(program, ['--version']).status === 0
}

/** What bash offers for a line that ends at the cursor, its words as readline splits them. */
async function bashOffers(words: readonly string[]): Promise<string[]> {
  const script = temporaryFile('completion.bash', await scriptFor('bash'))
  const program = [
    'source "$1"; shift',
    'COMP_WORDS=("$@"); COMP_CWORD=$(( $# - 1 ))',
    '$(complete -p mailadvise | sed "s/.*-F \\([^ ]*\\).*/\\1/")',
    `printf "%s\\n" "\${COMPREPLY[@]}"`,
  ].join('\n')
  // The function sets COMPREPLY of the shell that calls it.
  const run = execFileSync('bash', ['-c', program, 'bash', script, ...words], { encoding: 'utf8' })
  return run.split('\n').filter((line) => line !== '')
}

describe.skipIf(!has('bash'))('completion in bash', () => {
  it('offers all commands', async () => {
    expect(await bashOffers(['mailadvise', ''])).toEqual(Object.keys(manifest.commands).sort())
  })

  it.each([
    [['mailadvise', 'dia'], ['diagnose']],
    [['mailadvise', 'diagnose', '--fail'], ['--fail-on']],
    [['mailadvise', 'diagnose', '--fail-on', 'e'], ['exposure']],
    [['mailadvise', 'diagnose', '--fail-on', '=', 'e'], ['exposure']],
    [
      ['mailadvise', 'diagnose', '--security', '='],
      ['tls', 'starttls', 'none'],
    ],
    [['mailadvise', 'probe', 'd'], ['demo']],
    [['mailadvise', 'completion', 'z'], ['zsh']],
    [['mailadvise', 'diagnose', '--user', ''], []],
    [['mailadvise', 'diagnose', '--from', '/etc/pass'], expect.arrayContaining(['/etc/passwd'])],
  ])('completes %j to %j', async (words, offered) => {
    expect(await bashOffers(words)).toEqual(offered)
  })

  it.each(Object.entries(manifest.commands))('offers every flag of %s', async (id, { flags }) => {
    const offered = await bashOffers(['mailadvise', id, '--'])
    expect(offered.sort()).toEqual([...Object.keys(flags), 'help'].map((name) => `--${name}`).sort())
  })
})

// zsh and fish are not everywhere: what they say to the script is asked where they are.
describe.skipIf(!has('zsh'))('completion in zsh (skipped where it is not installed)', () => {
  it('is understood, and bound to the program', async () => {
    const script = temporaryFile('completion.zsh', await scriptFor('zsh'))
    const program =
      'autoload -Uz compinit && compinit -D -u && source "$1" && print -r -- $_comps[mailadvise]'
    expect(execFileSync('zsh', ['-f', '-c', program, 'zsh', script], { encoding: 'utf8' })).toBe(
      '_mailadvise\n',
    )
  })
})

describe.skipIf(!has('fish'))('completion in fish (skipped where it is not installed)', () => {
  it.each([
    ['mailadvise dia', ['diagnose']],
    ['mailadvise diagnose --fail-on e', ['exposure']],
    ['mailadvise diagnose --keep', ['--keep-identities']],
  ])('completes "%s" to %j', async (line, offered) => {
    const script = temporaryFile('completion.fish', await scriptFor('fish'))
    const program = `source $argv[1]; complete -C $argv[2]`
    const said = execFileSync('fish', ['--no-config', '-c', program, script, line], { encoding: 'utf8' })
    expect(said.split('\n').flatMap((one) => one.split('\t')[0] || [])).toEqual(offered)
  })
})

describe('completion', () => {
  it('says which shells there are to who names another', async () => {
    const { stderr, code } = await runCli(['completion', 'bahs'])
    expect(stderr).toContain('Did you mean "bash"?')
    expect(code).toBe(2)
  })

  it('wants a shell', async () => {
    const { stderr, code } = await runCli(['completion'])
    expect(stderr).toContain('Name one of bash, zsh, fish.')
    expect(code).toBe(2)
  })
})
