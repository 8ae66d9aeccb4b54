import type { Recognition, ServerResponses } from '../../model/index.js'
import type { EndpointView } from '../view.js'

/** A provider, and what gave it away. */
export interface KnownProvider {
  facts: ServerResponses
  /** In a few words, for evidence. */
  seenBy: string
}

function liesIn(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`)
}

/** Exchange ends its greeting with the name of the back-end host in base64, which tells Microsoft's own servers apart. */
function backEndOf(greeting: string): string {
  const encoded = /\[([A-Za-z0-9+/]{12,}={0,2})\]\s*$/.exec(greeting)?.[1]
  try {
    // In UTF-16, little end first, as .NET writes it.
    return atob(encoded ?? '')
      .replaceAll('\0', '')
      .toLowerCase()
  } catch {
    return ''
  }
}

function givenAwayBy(view: EndpointView, marks: Recognition): string | undefined {
  const host = view.endpoint.host.toLowerCase()
  const greeting = view.probe.greeting?.text ?? ''
  const lists = [...(view.clearCapabilities ?? []), ...(view.bestCapabilities ?? [])]
  const capability = marks.capabilities?.find((name) => lists.includes(name))
  const backEnd = backEndOf(greeting)
  if (marks.hosts?.some((domain) => liesIn(host, domain))) return `the name ${view.endpoint.host}`
  if (marks.backEnds?.some((domain) => liesIn(backEnd, domain)))
    return `the back end ${backEnd} in the greeting`
  if (capability !== undefined) return `the capability ${capability}`
  return marks.greetings?.some((part) => greeting.toLowerCase().includes(part)) ? 'the greeting' : undefined
}

/**
 * The provider whose server this is. Names and back ends go before greetings, which are the same wherever a product runs;
 * the product only adds an explanation, capabilities decide (RFC 2971 section 3).
 */
export function providerOf(view: EndpointView): KnownProvider | undefined {
  const known = view.surroundings.responses.flatMap((facts): KnownProvider[] => {
    const seenBy = facts.recognisedBy && givenAwayBy(view, facts.recognisedBy)
    return seenBy === undefined ? [] : [{ facts, seenBy }]
  })
  return known.find(({ seenBy }) => seenBy !== 'the greeting') ?? known[0]
}

/** What holds for servers of nobody in particular. */
export function anyServer(view: EndpointView): ServerResponses | undefined {
  return view.surroundings.responses.find(({ recognisedBy }) => recognisedBy === undefined)
}
