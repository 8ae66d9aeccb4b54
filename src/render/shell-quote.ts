/** A word as a POSIX shell reads it back unchanged. */
export function shellQuote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

/** A command line that can be pasted into a POSIX shell. */
export function commandLine(words: readonly string[]): string {
  return words.map(shellQuote).join(' ')
}
