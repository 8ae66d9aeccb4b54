import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { completionScript } from '../../src/render/completion.js'
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
    [['mailadvise', 'settings', '--for', 'mb'], ['mbsync']],
    [['mailadvise', 'settings', '--setup', 'pop-'], ['pop-leave-on-server']],
    [['mailadvise', 'compare', '--topic', 'de'], ['devices']],
    [['mailadvise', 'explain', '--list', 'find'], ['finding']],
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

/** A word of PowerShell: a string that is taken as it stands, or one other character. */
interface Token {
  kind: 'string' | 'other'
  text: string
}

/**
 * Reads a script as PowerShell does as far as single quotes go, in which only a quote has a meaning, and two of them stand
 * for one; four typographic ones count as quotes too.
 */
function powershellTokens(script: string): Token[] {
  const tokens: Token[] = []
  const isQuote = (at: number) => /['\u2018-\u201b]/.test(script.charAt(at))
  for (let at = 0; at < script.length; at++) {
    if (script.charAt(at) === '#') at = script.indexOf('\n', at)
    if (!isQuote(at)) {
      tokens.push({ kind: 'other', text: script.charAt(at) })
      continue
    }
    let text = ''
    for (at++; !isQuote(at) || isQuote(at + 1); at++) {
      if (at >= script.length) throw new Error('A string does not end')
      if (isQuote(at)) at++
      text += script.charAt(at)
    }
    tokens.push({ kind: 'string', text })
  }
  return tokens
}

const pairsOf: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' }

function checkBrackets(tokens: readonly Token[]): void {
  const open: string[] = []
  for (const { text } of tokens.filter(({ kind }) => kind === 'other')) {
    if ('([{'.includes(text)) open.push(text)
    if (text in pairsOf && open.pop() !== pairsOf[text]) throw new Error(`${text} closes nothing`)
  }
  if (open.length > 0) throw new Error(`Never closed: ${open.join(' ')}`)
}

/** The tables of the script: the keys of each, by the key or variable that it is given to. */
function tablesOf(tokens: readonly Token[]): Map<string, Map<string, string[]>> {
  const source = tokens
    .map(({ kind, text }, index) => (kind === 'string' ? `\u0000${index};` : text))
    .join('')
  const strings = (text: string) =>
    [...text.matchAll(/\u0000(\d+);/g)].map(([, index]) => tokens[Number(index)]?.text ?? '')
  const tables = [...source.matchAll(/(\$\w+|\u0000\d+;) = (?:\[ordered\])?@\{([^{}]*)\}/g)]
  return new Map(
    tables.map(([, name = '', body = '']) => {
      const entries = body
        .trim()
        .split('\n')
        .filter((line) => line !== '')
      const keys = entries.map((line): [string, string[]] => {
        const [key = '', ...values] = strings(line)
        return [key, values]
      })
      // A key that comes twice is an error of the whole script.
      expect(new Set(keys.map(([key]) => key.toLowerCase())).size).toBe(keys.length)
      return [strings(name)[0] ?? name, new Map(keys)]
    }),
  )
}

// The script is not run here: no PowerShell can be had in the package archive of Debian.
describe('completion in PowerShell (read, not run)', () => {
  it('is made of closed strings and brackets, of ASCII alone, and expands nothing', async () => {
    const script = await scriptFor('powershell')
    const tokens = powershellTokens(script)
    checkBrackets(tokens)
    expect(script).toMatch(/^[\n -~]*$/)
    const code = tokens.map(({ kind, text }) => (kind === 'string' ? "''" : text)).join('')
    expect(code).not.toMatch(/["`]|\$\(/)
    expect(code).toMatch(/^Register-ArgumentCompleter -Native -CommandName '' -ScriptBlock \{$/m)
  })

  it('has every command, every flag, and the values of those that take words', async () => {
    const tables = tablesOf(powershellTokens(await scriptFor('powershell')))
    expect([...(tables.get('$commands')?.keys() ?? [])].sort()).toEqual(Object.keys(manifest.commands).sort())
    for (const [id, { flags }] of Object.entries(manifest.commands)) {
      expect([...(tables.get(id)?.keys() ?? [])].sort()).toEqual(
        [...Object.keys(flags), 'help'].map((name) => `--${name}`).sort(),
      )
    }
    const values = tables.get('$values')
    expect(values?.get('diagnose --security')).toEqual(['tls', 'starttls', 'none'])
    expect(values?.get('diagnose --from')).toEqual([])
    expect(values?.has('diagnose --deep')).toBe(false)
    expect(tables.get('$words')?.get('completion')).toContain('powershell')
  })

  it('keeps what would end a string inside it', () => {
    const summary = "it's \u2018quoted\u2019 \u201alow\u201b $(Get-Date) `n @{ } # no comment"
    const command = { id: 'x', summary, words: ["a'b"], flags: [{ name: 'f', summary: '', value: ["c'd"] }] }
    const tokens = powershellTokens(completionScript('powershell', 'x', [command]))
    checkBrackets(tokens)
    const tables = tablesOf(tokens)
    expect(tables.get('$commands')?.get('x')).toEqual([summary])
    expect(tables.get('x')?.get('--f')).toEqual(['--f'])
    expect(tables.get('$values')?.get('x --f')).toEqual(["c'd"])
    expect(tables.get('$words')?.get('x')).toEqual(["a'b"])
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
    expect(stderr).toContain('Name one of bash, zsh, fish, powershell.')
    expect(code).toBe(2)
  })
})
