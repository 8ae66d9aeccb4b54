import type { AccountFacts } from '../model/index.js'
import { addAccount } from './mailbox-text.js'
import { Page } from './page.js'

/** What is known of the mailbox as a whole, a line for each thing; for forms that break lines themselves. */
export function accountLines(account: AccountFacts | undefined): string[] {
  if (account === undefined) return []
  const page = new Page({ width: Number.MAX_SAFE_INTEGER, colour: false })
  addAccount(page, account)
  return page
    .toString()
    .split('\n')
    .filter((line) => line !== '')
}
