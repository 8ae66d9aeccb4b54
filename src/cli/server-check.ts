import { type EndpointProbe, firstFailure, type ProbeDocument } from '../model/index.js'
import { endpointName, endpointOutcome } from '../render/endpoint.js'
import { serverSays } from '../render/sanitise.js'

const protocols = { imap: 'IMAP', pop3: 'POP3' } as const
const either = 'Ctrl-C to correct it, or go on without the server.'

function withCause(probes: readonly EndpointProbe[], cause: string): EndpointProbe | undefined {
  return probes.find((probe) => firstFailure(probe)?.failure?.cause === cause)
}

function refusedSignIn(probes: readonly EndpointProbe[]): string | undefined {
  const refused = withCause(probes, 'sign-in-refused')
  if (refused === undefined) return undefined
  const failure = firstFailure(refused)?.failure
  const why = failure?.serverText === undefined ? failure?.message : serverSays(failure.serverText)
  return `The sign-in was refused: ${why ?? 'no reason was given'}. Ctrl-C to correct it, or go on without it.`
}

function failureText(probe: EndpointProbe): string {
  return firstFailure(probe)?.failure?.message ?? 'failed'
}

function nothingAnswers(probes: readonly EndpointProbe[]): string {
  const unknown = withCause(probes, 'name-not-found')
  if (unknown !== undefined) return `The name ${unknown.endpoint.host} does not exist: ${either}`
  const [first] = probes
  if (first === undefined) return `No server was checked: ${either}`
  return `No server can be used; ${endpointName(first.endpoint)}: ${failureText(first)}. ${either}`
}

/** What of one protocol must be said besides that it answers or not: the first thing that is wrong. */
function remark(name: 'imap' | 'pop3', probes: readonly EndpointProbe[]): string[] {
  const own = probes.filter(({ endpoint }) => endpoint.protocol === name)
  const works = own.filter((probe) => firstFailure(probe) === undefined)
  const [first] = own
  if (first === undefined || works.some((probe) => endpointOutcome(probe).word === 'ok')) return []
  const [flawed] = works
  if (flawed === undefined) return [`${protocols[name]} fails: ${failureText(first)}`]
  return [`${protocols[name]}: ${endpointOutcome(flawed).text}`]
}

/**
 * What the check of the server gave, in one line for the person who is about to answer questions: a mistyped name or a
 * wrong password is better mended before them.
 */
export function serverCheckLine({ endpoints }: ProbeDocument): string {
  const refused = refusedSignIn(endpoints)
  if (refused !== undefined) return refused
  const names = (['imap', 'pop3'] as const).filter((name) =>
    endpoints.some((probe) => probe.endpoint.protocol === name && firstFailure(probe) === undefined),
  )
  if (names.length === 0) return nothingAnswers(endpoints)
  const answering = names.map((name) => protocols[name]).join(' and ')
  const remarks = (['imap', 'pop3'] as const).flatMap((name) => remark(name, endpoints))
  const said = [`${answering} ${names.length === 1 ? 'answers' : 'answer'}`, ...remarks]
  return `Server checked: ${said.join('; ')}.`
}
