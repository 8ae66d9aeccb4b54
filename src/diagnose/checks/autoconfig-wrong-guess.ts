import type { FailureCause } from '../../model/index.js'
import { type AccountCheck, type FindingDraft, notApplicable, seen } from '../check.js'
import {
  isUsable,
  type Published,
  placeOf,
  publishedPlaces,
  sourceWordsOf,
  waysOfPublishing,
  wordsFor,
} from '../derive/published.js'
import type { AccountView } from '../view.js'

/** What is wrong whatever else works: the name itself leads nowhere, or where no name of a stranger may lead. */
const wrongByItself: readonly FailureCause[] = ['name-not-found', 'no-address', 'private-address']

function fate({ view }: Published): string {
  if (isUsable(view)) return 'works'
  return view.failed?.failure.message ?? view.probe.tls?.problem?.message ?? 'cannot be used'
}

function evidenceFor(places: readonly Published[]): FindingDraft['evidence'] {
  return places.map((one) =>
    seen(`${sourceWordsOf(one.candidate)} says ${placeOf(one.candidate.endpoint)}: ${fate(one)}`),
  )
}

/** Nothing reached the server for a fault of this machine: that says nothing about what was published. */
function isOurFault({ view }: Published): boolean {
  return (
    view.failedAt('dns', 'resolver-failed', 'timed-out', 'cancelled') || view.failedAt('tcp', 'cancelled')
  )
}

/**
 * A place that a record or document of the domain names, and where no server can be used while another one works; a
 * guessed place only where programs guess it first, with TLS, and only another form works (T009, T011). Also ways that
 * lead to nothing where the working servers are published in one way only: programs that go by those find none (T010).
 */
export const autoconfigWrongGuess: AccountCheck = {
  id: 'autoconfig-wrong-guess',
  scope: 'account',
  judge(account) {
    const places = publishedPlaces(account)
    if (places.length === 0) return notApplicable
    const wrong = (['imap', 'pop3'] as const).flatMap((protocol) => {
      const own = places.filter(({ candidate }) => candidate.endpoint.protocol === protocol)
      const works = account.endpoints.find((view) => view.endpoint.protocol === protocol && isUsable(view))
      return own
        .filter((one) => !isUsable(one.view) && !isOurFault(one) && misleads(one, own, works !== undefined))
        .map((one) => draft(account, one, own, works === undefined ? undefined : placeOf(works.endpoint)))
    })
    return wrong.length > 0 ? wrong : waysToNothing(account, places)
  },
}

/** Nobody's server is at fault: a note on who will not find it. */
function waysToNothing({ discovery }: AccountView, places: readonly Published[]): FindingDraft[] {
  // What the bundled facts know, programs know too.
  if (discovery === undefined || discovery.provider !== undefined) return []
  const { found, empty } = waysOfPublishing(discovery)
  const [only, ...others] = found
  const works = places.find(({ view }) => isUsable(view))
  if (only === undefined || others.length > 0 || empty.length === 0 || works === undefined) return []
  return [
    {
      args: {
        domain: discovery.domain,
        source: inWords(empty.map(wordsFor)),
        place: 'nothing',
        instead: placeOf(works.candidate.endpoint),
      },
      evidence: [
        seen(`${wordsFor(only)} names servers`),
        ...empty.map((source) => seen(`nothing: ${wordsFor(source)}`)),
      ],
      certainty: 'certain',
      severity: 'note',
    },
  ]
}

function misleads(one: Published, own: readonly Published[], otherWorks: boolean): boolean {
  const { candidate, view } = one
  if (candidate.source !== 'guess') {
    return otherWorks || view.failedAt('dns', ...wrongByItself)
  }
  // A guess that leads nowhere is normal; one host that works only in the form that programs try last is not.
  const { host, security } = candidate.endpoint
  const sameHost = own.filter((other) => other.candidate.endpoint.host === host && isUsable(other.view))
  return security === 'tls' && sameHost.length > 0 && view.failedAt('tcp')
}

/** One, another or a third. */
function inWords(names: readonly string[]): string {
  const before = names.slice(0, -1).join(', ')
  return [before, names.at(-1)].filter((part) => part).join(' or ')
}

function draft(
  { discovery }: AccountView,
  one: Published,
  own: readonly Published[],
  works: string | undefined,
): FindingDraft {
  const { candidate } = one
  return {
    endpoint: candidate.endpoint,
    args: {
      domain: discovery?.domain ?? candidate.endpoint.host,
      source: sourceWordsOf(candidate),
      place: placeOf(candidate.endpoint),
      instead: works ?? 'the server that your provider names',
    },
    evidence: evidenceFor(own),
    certainty: 'certain',
    ...(works !== undefined && { severity: 'degraded' }),
  }
}
