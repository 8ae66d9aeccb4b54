import type { Confirmation, Verdict } from '../model/index.js'
import { setupName } from './answer-words.js'
import { addEndpointLines } from './endpoint-text.js'
import { addAccount } from './mailbox-text.js'
import type { Page, Tone } from './page.js'

/** What the server says to a recommendation, in words and a tone. */
export const verdicts: Readonly<Record<Verdict, { words: string; tone: Tone }>> = {
  confirmed: { words: 'confirmed', tone: 'good' },
  'confirmed-with-limits': { words: 'confirmed, with limits', tone: 'warn' },
  'not-supported': { words: 'NOT supported by this server', tone: 'bad' },
  'not-tested': { words: 'not tested', tone: 'warn' },
}

/** The server's say in one line. */
export function addVerdictLine(page: Page, { verdict }: Confirmation): void {
  const { words, tone } = verdicts[verdict]
  page.item('On your server: ', words, tone)
}

/** The server's say for the top of the page. */
export function addVerdict(page: Page, confirmation: Confirmation): void {
  const { changedFrom } = confirmation
  addVerdictLine(page, confirmation)
  if (changedFrom !== undefined) {
    page.text(`From your answers alone it would have been: ${setupName(changedFrom)}.`, 'warn')
  }
}

/** What the server limits, what it gives, and how each endpoint fared. */
export function addConfirmation(page: Page, confirmation: Confirmation): void {
  const { verdict, limits, gains, endpoints, account } = confirmation
  page.heading(`On your server: ${verdicts[verdict].words}`)
  for (const { text, blocking } of limits) {
    page.item(blocking ? '! ' : '- ', text, blocking ? 'bad' : 'warn', 2)
  }
  for (const { text } of gains) page.item('+ ', text, 'good', 2)
  addEndpointLines(page, endpoints, 2)
  if (account !== undefined) addAccount(page, account, 2)
}
