import type { RecommendationDocument } from '../model/index.js'

/**
 * What to answer to get a plan of the move; undefined where there is one, where there can be none, or where it was said
 * how the mailbox is read and nothing has to be moved.
 */
export function planHint({ steps, family, request }: RecommendationDocument): string | undefined {
  const said =
    request.answers['current-protocol'] !== undefined || request.answers['existing-mail'] !== undefined
  if (steps.length > 0 || family === 'neither' || said) return undefined
  return "For the steps from today's account to this one, with a check for each, say how the mailbox is read today: --set current-protocol=none, imap, pop3 or both; and --set existing-mail=yes where mail is only on this computer."
}
