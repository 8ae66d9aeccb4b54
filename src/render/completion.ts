/** A flag as a completion needs it. */
export interface CompletedFlag {
  name: string
  summary: string
  /** What its value is: none, one of some words, a file, or something that only the user knows. */
  value: 'none' | 'file' | 'free' | readonly string[]
}

/** A command as a completion needs it. */
export interface CompletedCommand {
  id: string
  summary: string
  flags: readonly CompletedFlag[]
  /** Words that are good as an argument. */
  words: readonly string[]
}

/** Shells for which there is a completion. */
export const shells = ['bash', 'zsh', 'fish', 'powershell'] as const

/** One of these shells. */
export type Shell = (typeof shells)[number]

/** Between single quotes, where the quote itself is the only character with a meaning. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}

/** fish knows two escapes between single quotes. */
function fishQuoted(text: string): string {
  return `'${text.replace(/[\\']/g, String.raw`\$&`)}'`
}

/** For zsh, which splits a word from its description at the first colon. */
function described(name: string, summary: string): string {
  return quoted(`${name.replaceAll(':', String.raw`\:`)}:${summary}`)
}

function optionsOf({ flags }: CompletedCommand): string[] {
  return flags.map(({ name }) => `--${name}`)
}

/** A branch for each flag with a value: by the words of the command and the flag. */
function valueBranches(
  commands: readonly CompletedCommand[],
  offer: { file: string; words: (words: readonly string[]) => string; free: string },
): string[] {
  return commands.flatMap(({ id, flags }) =>
    flags.flatMap(({ name, value }) => {
      if (value === 'none') return []
      const action = value === 'file' ? offer.file : value === 'free' ? offer.free : offer.words(value)
      return [`    ${quoted(`${id} --${name}`)}) ${action}; return ;;`]
    }),
  )
}

function bash(bin: string, commands: readonly CompletedCommand[]): string {
  // Without mapfile: macOS comes with bash 3.2.
  const compgen = (words: readonly string[]) =>
    `COMPREPLY=($(compgen -W ${quoted(words.join(' '))} -- "$word"))`
  return [
    `# bash completion for ${bin}: eval "$(${bin} completion bash)"`,
    `_${bin}() {`,
    `  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]}`,
    '  COMPREPLY=()',
    // readline takes --flag=value for three words.
    `  if [ "$word" = = ]; then word=; elif [ "$before" = = ]; then before=\${COMP_WORDS[COMP_CWORD-2]}; fi`,
    `  if [ "$COMP_CWORD" -eq 1 ]; then ${compgen(commands.map(({ id }) => id))}; return; fi`,
    '  case "$command $before" in',
    ...valueBranches(commands, {
      file: `local IFS=$'\\n'; COMPREPLY=($(compgen -f -- "$word"))`,
      words: compgen,
      free: ':',
    }),
    '  esac',
    '  case "$command" in',
    ...commands.map((one) => `    ${one.id}) ${compgen([...optionsOf(one), ...one.words])} ;;`),
    '  esac',
    '}',
    `complete -o bashdefault -F _${bin} ${bin}`,
  ].join('\n')
}

function zsh(bin: string, commands: readonly CompletedCommand[]): string {
  const flagLines = commands.map(({ id, flags, words }) => {
    const options = flags.map(({ name, summary }) => described(`--${name}`, summary))
    const arguments_ = words.length === 0 ? '' : ` compadd -- ${words.map(quoted).join(' ')};`
    return `    ${id}) options=(${options.join(' ')});${arguments_} _describe -o option options ;;`
  })
  return [
    `#compdef ${bin}`,
    `# zsh completion for ${bin}: eval "$(${bin} completion zsh)", or this text as a file _${bin} in a folder of $fpath`,
    `_${bin}() {`,
    '  local -a commands options',
    `  commands=(${commands.map(({ id, summary }) => described(id, summary)).join(' ')})`,
    '  if (( CURRENT == 2 )); then _describe command commands; return; fi',
    `  case "\${words[2]} \${words[CURRENT-1]}" in`,
    ...valueBranches(commands, {
      file: '_files',
      words: (words) => `compadd -- ${words.map(quoted).join(' ')}`,
      free: ':',
    }),
    '  esac',
    `  case "\${words[2]}" in`,
    ...flagLines,
    '  esac',
    '}',
    // As a file in $fpath it is run when it is first needed; by eval it only has to be made known.
    `if [ "$funcstack[1]" = _${bin} ]; then _${bin} "$@"; else compdef _${bin} ${bin}; fi`,
  ].join('\n')
}

function fish(bin: string, commands: readonly CompletedCommand[]): string {
  const takes = ({ value }: CompletedFlag): string => {
    if (value === 'none') return ''
    if (value === 'file') return ' -r -F'
    return value === 'free' ? ' -x' : ` -x -a ${fishQuoted(value.join(' '))}`
  }
  const linesOf = ({ id, summary, flags, words }: CompletedCommand): string[] => {
    const here = `complete -c ${bin} -n ${fishQuoted(`__fish_seen_subcommand_from ${id}`)}`
    return [
      `complete -c ${bin} -n __fish_use_subcommand -a ${id} -d ${fishQuoted(summary)}`,
      ...(words.length === 0 ? [] : [`${here} -a ${fishQuoted(words.join(' '))}`]),
      ...flags.map((flag) => `${here} -l ${flag.name}${takes(flag)} -d ${fishQuoted(flag.summary)}`),
    ]
  }
  const head = [`# fish completion for ${bin}: ${bin} completion fish | source`, `complete -c ${bin} -f`]
  return [...head, ...commands.flatMap(linesOf)].join('\n')
}

/** PowerShell takes the typographic single quotes for quotes as well; two of a kind stand for one. */
function powershellQuoted(text: string): string {
  return `'${text.replace(/['\u2018-\u201b]/g, '$&$&')}'`
}

function powershell(bin: string, commands: readonly CompletedCommand[]): string {
  const q = powershellQuoted
  const list = (words: readonly string[]) => `@(${words.map(q).join(', ')})`
  // What a shell shows beside an offer must not be empty.
  const pairs = (entries: readonly (readonly [string, string])[]) =>
    entries.map(([name, summary]) => `      ${q(name)} = ${q(summary || name)}`)
  const flagTables = commands.flatMap(({ id, flags }) => [
    `    ${q(id)} = [ordered]@{`,
    ...pairs(flags.map(({ name, summary }) => [`--${name}`, summary])),
    '    }',
  ])
  const values = commands.flatMap(({ id, flags }) =>
    flags.flatMap(({ name, value }) =>
      value === 'none'
        ? []
        : [`    ${q(`${id} --${name}`)} = ${list(typeof value === 'string' ? [] : value)}`],
    ),
  )
  return [
    `# PowerShell completion for ${bin}: ${bin} completion powershell | Out-String | Invoke-Expression`,
    `Register-ArgumentCompleter -Native -CommandName ${q(bin)} -ScriptBlock {`,
    '  param($wordToComplete, $commandAst, $cursorPosition)',
    '  $commands = [ordered]@{',
    ...pairs(commands.map(({ id, summary }) => [id, summary])),
    '  }',
    '  $flags = @{',
    ...flagTables,
    '  }',
    '  $values = @{',
    ...values,
    '  }',
    '  $words = @{',
    ...commands.map(({ id, words }) => `    ${q(id)} = ${list(words)}`),
    '  }',
    // The word at the cursor is not finished, so it does not count.
    '  $elements = $commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition }',
    '  $before = @($elements | ForEach-Object { $_.Extent.Text })',
    '  $prefix = $wordToComplete',
    "  $lead = ''",
    '  $offers = [ordered]@{}',
    '  if ($before.Count -lt 2) { $offers = $commands } else {',
    '    $command = $before[1]',
    '    $last = $before[-1]',
    "    if ($wordToComplete -match '^(--[a-z-]+=)(.*)$') {",
    '      $lead = $Matches[1]',
    '      $prefix = $Matches[2]',
    "      $last = $lead.TrimEnd('=')",
    '    }',
    "    $known = $values[$command + ' ' + $last]",
    // Without an offer the shell completes the names of files.
    '    if ($null -ne $known) { foreach ($word in $known) { $offers[$word] = $word } }',
    "    elseif ($lead -eq '' -and $flags.ContainsKey($command)) {",
    '      foreach ($word in $words[$command]) { $offers[$word] = $word }',
    '      foreach ($flag in $flags[$command].GetEnumerator()) { $offers[$flag.Key] = $flag.Value }',
    '    }',
    '  }',
    '  foreach ($offer in $offers.GetEnumerator()) {',
    '    if (-not $offer.Key.StartsWith($prefix, [StringComparison]::OrdinalIgnoreCase)) { continue }',
    '    $text = $lead + $offer.Key',
    "    [System.Management.Automation.CompletionResult]::new($text, $text, 'ParameterValue', $offer.Value)",
    '  }',
    '}',
  ].join('\n')
}

const scripts = { bash, zsh, fish, powershell } as const satisfies Record<Shell, unknown>

/** The script that teaches a shell the commands, flags and values of the program. */
export function completionScript(shell: Shell, bin: string, commands: readonly CompletedCommand[]): string {
  return `${scripts[shell](bin, commands)}\n`
}
