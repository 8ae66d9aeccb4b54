import type { Answers, Family, SetupId } from '../../model/index.js'

/** Facts of a published case as coded by its reader; null means not said. */
export interface CaseFacts {
  devices?: number | null
  devices_is_minimum?: boolean | null
  device_kinds?: string[] | null
  connectivity?: 'always' | 'intermittent' | 'metered' | null
  connection_slow?: boolean | null
  offline_need?: boolean | null
  push_needed?: boolean | null
  legal_retention?: boolean | null
  privacy_local_only?: boolean | null
  needs_calendar_contacts?: boolean | null
  existing_local_mail?: boolean | null
  folders_on_server?: boolean | null
  server_side_filters?: boolean | null
  local_backup_or_archive?: boolean | null
  one_device_is_the_archive?: boolean | null
  server_quota?: 'small' | 'large' | null
  webmail_also_used?: boolean | null
  public_or_shared_computer?: boolean | null
  multiple_people_share_mailbox?: boolean | null
  shared_mailbox_style?: 'one-queue' | 'each-keeps-own' | null
  automation_ingestion?: boolean | null
  automation_needs_state?: boolean | null
  current_protocol?: 'pop' | 'imap' | null
  client_supports?: ('pop' | 'imap')[] | null
  provider_offers?: ('pop' | 'imap')[] | null
}

/** What the experts said in the corpus's own words. */
export type ExpertAnswer = SetupId | 'imap-with-offline-cache' | 'imap-plus-local-archive' | 'either'

/** One published question with the answer that experts gave. */
export interface CorpusCase {
  id: string
  facts: CaseFacts
  expert_answer: ExpertAnswer
  also_acceptable: ExpertAnswer[]
}

type Place = NonNullable<Answers['places']>[number]

const fillOrder: Place[] = ['computer', 'second-computer', 'phone', 'tablet']

/** Place that a device kind names: phone, tablet or web mail by the word, else the next computer. */
function placeOf(kind: string, sofar: readonly Place[]): Place {
  if (/phone|mobile/i.test(kind)) return 'phone'
  if (/tablet|ipad/i.test(kind)) return 'tablet'
  if (/web ?mail|browser/i.test(kind)) return 'webmail'
  return sofar.includes('computer') ? 'second-computer' : 'computer'
}

function placesOf(facts: CaseFacts): Place[] {
  const places: Place[] = []
  for (const kind of facts.device_kinds ?? []) {
    const place = placeOf(kind, places)
    if (!places.includes(place)) places.push(place)
  }
  const wanted = facts.devices == null ? 0 : Math.max(facts.devices, facts.devices_is_minimum ? 2 : 1)
  for (const place of fillOrder) {
    if (places.length < wanted && !places.includes(place)) places.push(place)
  }
  if (facts.webmail_also_used) places.push('webmail')
  if (facts.public_or_shared_computer) places.push('shared-computer')
  return [...new Set(places)]
}

function connectionOf(facts: CaseFacts): NonNullable<Answers['connection']> {
  const words = { always: 'steady', intermittent: 'breaks', metered: 'metered' } as const
  const connection: NonNullable<Answers['connection']> = []
  if (facts.connectivity) connection.push(words[facts.connectivity])
  if (facts.connection_slow) connection.push('slow')
  return connection
}

function protocols(list: readonly ('pop' | 'imap')[]): ('imap' | 'pop3')[] {
  return list.map((protocol) => (protocol === 'pop' ? 'pop3' : 'imap'))
}

/** True if any is true, false if any is false, else not said. */
function either(...values: (boolean | null | undefined)[]): boolean | undefined {
  if (values.some((value) => value === true)) return true
  return values.some((value) => value === false) ? false : undefined
}

function readersOf(facts: CaseFacts): Answers {
  const answers: Answers = {}
  if (facts.multiple_people_share_mailbox) answers.readers = 'several-people'
  else if (facts.automation_ingestion) answers.readers = 'program'
  if (facts.shared_mailbox_style) {
    answers['team-style'] = facts.shared_mailbox_style === 'each-keeps-own' ? 'copy-each' : 'one-queue'
  }
  if (facts.automation_needs_state != null) {
    answers['program-style'] = facts.automation_needs_state ? 'keeps-state' : 'drains'
  }
  return answers
}

function protocolAnswers(facts: CaseFacts): Answers {
  const answers: Answers = {}
  if (facts.current_protocol) answers['current-protocol'] = facts.current_protocol === 'pop' ? 'pop3' : 'imap'
  if (facts.client_supports) answers['client-supports'] = protocols(facts.client_supports)
  if (facts.provider_offers) answers['server-offers'] = protocols(facts.provider_offers)
  return answers
}

/** Removes what was not said. */
function said(answers: { [Id in keyof Answers]: Answers[Id] | undefined | null }): Answers {
  return Object.fromEntries(Object.entries(answers).filter(([, value]) => value != null)) as Answers
}

/** The coded facts of a case as answers to our questions. */
export function answersOf(facts: CaseFacts): Answers {
  const places = placesOf(facts)
  const connection = connectionOf(facts)
  return said({
    ...readersOf(facts),
    ...protocolAnswers(facts),
    places: places.length > 0 ? places : undefined,
    connection: connection.length > 0 ? connection : undefined,
    'offline-reading': facts.offline_need,
    'prompt-alerts': facts.push_needed,
    'legal-retention': facts.legal_retention,
    'short-stay': facts.privacy_local_only,
    calendar: facts.needs_calendar_contacts,
    'existing-mail': facts.existing_local_mail,
    'server-organisation': either(facts.folders_on_server, facts.server_side_filters),
    'own-copy': either(facts.local_backup_or_archive, facts.one_device_is_the_archive),
    'server-space': facts.server_quota && (facts.server_quota === 'small' ? 'tight' : 'enough'),
  })
}

/** The set-up that an expert's answer names; either is none. */
export function setupOf(answer: ExpertAnswer): SetupId | 'either' {
  if (answer === 'imap-with-offline-cache') return 'imap-offline-cache'
  if (answer === 'imap-plus-local-archive') return 'imap-local-archive'
  return answer
}

/** The family of a set-up. */
export function familyOf(setup: SetupId): Family {
  if (setup === 'neither') return 'neither'
  return setup.startsWith('pop') ? 'pop' : 'imap'
}
