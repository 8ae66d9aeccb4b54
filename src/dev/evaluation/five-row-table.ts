import type { Answers } from '../../model/index.js'

/**
 * The project's founding table applied row by row, the majority of the rows that apply winning and a tie going to IMAP:
 * the line to beat. Storage, access, connection, organisation and management each give at most one vote.
 */
export function fiveRowTable(answers: Answers): 'imap' | 'pop' {
  const places = answers.places?.length ?? 0
  const poorLine = answers.connection?.some(
    (kind) => kind === 'breaks' || kind === 'metered' || kind === 'rare',
  )
  const votes: ('imap' | 'pop' | undefined)[] = [
    answers['server-space'] === 'tight' || answers['own-copy'] || answers['short-stay'] ? 'pop' : undefined,
    places >= 2 || answers.readers === 'several-people' ? 'imap' : places === 1 ? 'pop' : undefined,
    poorLine || answers['offline-reading']
      ? 'pop'
      : answers.connection?.includes('steady')
        ? 'imap'
        : undefined,
    answers['server-organisation'] ? 'imap' : undefined,
    answers['program-style'] === 'keeps-state' || places >= 2 ? 'imap' : undefined,
  ]
  const pop = votes.filter((vote) => vote === 'pop').length
  const imap = votes.filter((vote) => vote === 'imap').length
  return pop > imap ? 'pop' : 'imap'
}
