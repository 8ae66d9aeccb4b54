import type { EndpointProbe, ExplainedCapability, Need } from '../model/index.js'
import type { Page } from './page.js'

/** The needs in the order in which people care about them, with the words for them. */
const needTitles = {
  'several-devices': 'Several devices',
  'prompt-alerts': 'New mail noticed at once',
  'offline-cache': 'Reading without a connection',
  'leave-on-server': 'Leaving mail on the server',
  folders: 'Folders',
  space: 'Space',
  search: 'Search',
  'large-mailbox': 'Large mailboxes',
  'metered-link': 'Slow or paid connections',
  'shared-mailbox': 'Shared mailboxes',
  'sign-in': 'Signing in',
  security: 'Security',
  'international-text': 'International text',
  automation: 'Automation',
  interoperability: 'Working with other programs',
  diagnostics: 'Diagnostics',
} as const satisfies Record<Need, string>

const needs = Object.keys(needTitles) as Need[]

/** The need that a capability is shown under: of those that it serves, the one that people care about most. */
function mainNeed({ needs: served = [] }: ExplainedCapability): Need | undefined {
  return needs.find((need) => served.includes(need))
}

function explain(page: Page, { name, title, means }: ExplainedCapability): void {
  const text = [title, means].filter((part) => part !== undefined).join(': ')
  page.item('- ', text === '' ? name : `${name} - ${text}`, 'plain', 4)
}

/** What the server offers, by the needs that it serves, the most wanted first, and what nobody explains at the end. */
export function addCapabilities(page: Page, explained: readonly ExplainedCapability[]): void {
  const known = explained.filter((one) => one.entry !== undefined)
  for (const need of needs) {
    const group = known.filter((one) => mainNeed(one) === need)
    if (group.length > 0) page.text(needTitles[need], 'title', 2)
    for (const one of group) explain(page, one)
  }
  const rest = known.filter((one) => mainNeed(one) === undefined)
  if (rest.length > 0) page.text('Also', 'title', 2)
  for (const one of rest) explain(page, one)
  const unknown = explained.filter((one) => one.entry === undefined).map(({ name }) => name)
  if (unknown.length > 0) page.item('Not in the catalogue: ', unknown.join(', '), 'dim', 2)
}

/** The capability names of an endpoint, to tell whether two endpoints offer the same. */
export function capabilityKey({ endpoint, capabilities }: EndpointProbe): string {
  const names = capabilities?.explained?.map(({ name }) => name.toUpperCase()).sort() ?? []
  return `${endpoint.protocol} ${names.join(' ')}`
}
