import { fillIn } from '../advise/advice.js'
import { confirm } from '../advise/confirmation.js'
import { type Advisor, createAdvisor } from '../advise/engine.js'
import { type MergedFacts, mergeFacts, serverFactsFrom, serverFactsOf } from '../advise/server-facts.js'
import { loadProvider, loadQuestions, loadRules, loadSetups } from '../catalogue/data.js'
import {
  type Answers,
  type DiscoveryResult,
  exitCodes,
  type Facts,
  finishedProbes,
  type ProbeDocument,
  type Provider,
  type RecommendationDocument,
  type ServerFacts,
  type SetupId,
  UserError,
} from '../model/index.js'
import { asSettings } from './answers.js'
import { probeExitCode } from './probe-exit-code.js'
import { envelope } from './tool.js'

/** The advice engine over the program's own data. */
export function advisor(): Advisor {
  return createAdvisor({ rules: loadRules(), setups: loadSetups(), questions: loadQuestions() })
}

/** Answers and what is known about the server as facts: what decides the advice and which question comes next. */
export function factsFrom(answers: Answers, probe?: ProbeDocument): MergedFacts {
  return mergeFacts(answers, measuredFacts(probe), hintsFor(answers, probe))
}

/**
 * The answers with what a search for the account's servers knows: the provider, where it was not stated.
 *
 * @param answers what people said, which outweighs what was found
 */
export function withDiscovered(answers: Answers, probe: ProbeDocument | undefined): Answers {
  const found = probe?.discovery?.provider
  if (found === undefined || answers.provider !== undefined || loadProvider(found) === undefined)
    return answers
  // The values of the answer are made from the same files.
  return { ...answers, provider: found as NonNullable<Answers['provider']> }
}

/** Hints, to be outweighed by what is stated or measured: the bundled facts, and what the domain publishes. */
function hintsFor(answers: Answers, probe: ProbeDocument | undefined): ServerFacts {
  const { discovery } = probe ?? {}
  return { ...bundledFacts(answers), ...(discovery && offersIn(discovery)) }
}

/** A protocol that a source names is offered; one that the domain declares closed is not. Guesses say neither. */
function offersIn({ candidates, closed }: DiscoveryResult): ServerFacts {
  const facts: ServerFacts = {}
  for (const protocol of ['imap', 'pop3'] as const) {
    const own = candidates.filter(({ endpoint }) => endpoint.protocol === protocol)
    if (own.some(({ source }) => source !== 'guess')) facts[`${protocol}-offered`] = true
    else if (closed.some((one) => one.protocol === protocol)) facts[`${protocol}-offered`] = false
  }
  return facts
}

/** What a probe learnt; undefined when it was broken off before anything was known. */
function knownOf(probe: ProbeDocument | undefined): ProbeDocument | undefined {
  if (probe === undefined) return undefined
  const endpoints = finishedProbes(probe.endpoints)
  return endpoints.length === 0 ? undefined : { ...probe, endpoints }
}

function measuredFacts(probe: ProbeDocument | undefined): ServerFacts {
  return probe === undefined ? {} : serverFactsFrom(probe.endpoints)
}

function bundledFacts(answers: Answers): ServerFacts {
  const provider = providerOf(answers)
  return provider === undefined ? {} : serverFactsOf(provider)
}

function providerOf({ provider: id }: Answers): Provider | undefined {
  return id === undefined ? undefined : loadProvider(id)
}

/** What the bundled facts say beside what rules judge, with their age: providers change. */
function providerNotes(answers: Answers): string[] {
  const provider = providerOf(answers)
  if (provider === undefined) return []
  return (provider.notes ?? []).map((note) => `${provider.name} (as of ${provider.lastChecked}): ${note}`)
}

/** What a recommendation is made from. */
export interface RecommendationInput {
  answers: Answers
  /** A probe of the account's servers, fresh or stored; without it nothing is confirmed. */
  probe?: ProbeDocument | undefined
}

/** Nothing could be learnt from the probe because this machine is at fault. */
function isInconclusive(probe: ProbeDocument | undefined): boolean {
  return probe !== undefined && probeExitCode(probe) === exitCodes.inconclusive
}

/** The command line that gives the same recommendation again, word by word, not yet quoted for a shell. */
export function repeatCommand(answers: Answers, targets: readonly string[]): string[] {
  return [
    'mailadvise',
    'recommend',
    ...targets,
    ...asSettings(answers).flatMap((setting) => ['--set', setting]),
  ]
}

/** The recommendation from the answers and, where a probe is given, confirmed or overturned by the server. */
export function recommend(input: RecommendationInput): RecommendationDocument {
  return recommendFor(input, undefined)
}

/**
 * The same for a set-up that somebody chose; without one, the advice.
 *
 * @throws UserError where the answers or the server rule the set-up out
 */
export function recommendFor(
  { answers, ...input }: RecommendationInput,
  setup: SetupId | undefined,
): RecommendationDocument {
  const engine = advisor()
  const probe = knownOf(input.probe)
  const { facts, notes } = factsFrom(answers, probe)
  const advice = { ...engine.recommend(facts), ...(setup !== undefined && chosen(engine, facts, setup)) }
  const document = {
    ...envelope('recommendation'),
    request: requestOf(answers, [...notes, ...providerNotes(answers)], input.probe),
    ...advice,
  }
  if (probe === undefined) return document
  const confirmation = confirm({
    before: setup ?? engine.choose(factsFrom(answers).facts),
    after: advice.choice,
    family: advice.family,
    fired: engine.firedRules(facts),
    facts,
    probes: probe.endpoints,
    inconclusive: isInconclusive(probe),
  })
  return { ...document, confirmation }
}

/** The words for a set-up that somebody chose. */
function chosen(engine: Advisor, facts: Facts, setup: SetupId): ReturnType<Advisor['adviseFor']> {
  const verdict = engine.adviseFor(facts, setup)
  if (verdict !== undefined) return verdict
  const rule = engine.firedRules(facts).find(({ rulesOut }) => rulesOut?.includes(setup))
  throw new UserError('not-confirmed', `${setup} is ruled out: ${fillIn(rule?.reason ?? '', facts)}`, {
    exitCode: exitCodes.finding,
  })
}

function brokenOff(probe?: ProbeDocument): string[] {
  if (probe === undefined || knownOf(probe) !== undefined) return []
  return ['The look at the server was broken off before anything was known: this is the advice without it.']
}

function requestOf(
  answers: Answers,
  notes: string[],
  probe?: ProbeDocument,
): RecommendationDocument['request'] {
  const server = { ...hintsFor(answers, probe), ...measuredFacts(knownOf(probe)) }
  return {
    answers,
    ...(Object.keys(server).length > 0 && { serverFacts: server }),
    targets: probe?.request.targets ?? [],
    notes: [...(probe?.request.notes ?? []), ...brokenOff(probe), ...notes],
  }
}

/** Exit code of a recommendation: 1 when something at the server stands against the choice, 3 when the fault is here. */
export function recommendExitCode(document: RecommendationDocument, probe?: ProbeDocument): number {
  if (isInconclusive(probe)) return exitCodes.inconclusive
  const blocked = document.confirmation?.limits.some((limit) => limit.blocking) ?? false
  return blocked ? exitCodes.finding : exitCodes.ok
}
