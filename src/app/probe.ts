import { explainCapabilities, loadCapabilities } from '../catalogue/capabilities.js'
import {
  accountFacts,
  type ConnectTo,
  type DiscoveryResult,
  type Endpoint,
  type EndpointProbe,
  type Phase,
  type ProbeDocument,
  type ProbeRequest,
  type SecondTry,
  type Security,
  UserError,
} from '../model/index.js'
import { type Lookup, limits, lookupAt, Secret } from '../net/index.js'
import { type ProbeOptions, probeEndpoints, type SignInOptions } from '../probe/probe-endpoints.js'
import { readCaFiles } from './ca-files.js'
import { withDemo } from './demo.js'
import type { SearchPermissions } from './discover.js'
import { type PlanAfterSearch, planAfterSearch } from './discovered-endpoints.js'
import { environment } from './environment.js'
import { readHost } from './host-name.js'
import { withoutSecret } from './masked-search.js'
import { dnsNote, searchNotes } from './search-notes.js'
import { type SignInRequest, secretFacts } from './secret-facts.js'
import { type ParsedTargets, parseTargets, printableTarget } from './targets.js'
import { envelope } from './tool.js'

/** How to probe: what the probe flags say, read and checked. */
export interface ProbeRequestOptions {
  /** Total time limit of each endpoint: 30 seconds unless said otherwise. */
  timeoutMs?: number
  /** PEM files to trust besides Node's roots. */
  caFiles?: string[]
  /** What these files hold, where it was read already: for who probes again and again. */
  caPem?: string[] | undefined
  /** Where TCP goes for a named host and port; SNI and verification keep the named host. */
  connectTo?: ConnectTo[]
  /** The mappings are for several calls: one that is not used here is no slip, and all went through normalisedRoutes. */
  sharedRoutes?: boolean | undefined
  security?: Security | undefined
  /** Makes the comparisons that cost connections, on healthy endpoints too. */
  deep?: boolean | undefined
  /** Never has two connections open at once. */
  gentle?: boolean | undefined
  /** Keeps the lines on the wire, secrets masked, in the document. */
  keepTranscript?: boolean | undefined
  /** Resolvers to ask instead of the system's: addresses, with a port where it is not 53. */
  dnsServers?: string[] | undefined
  /** Looks hosts up in the place of either. */
  lookup?: Lookup | undefined
  /** What a search for the servers of an address may do. */
  search?: SearchPermissions | undefined
  /** Signs in, over verified TLS only. */
  signIn?: SignInRequest | undefined
  /** Allows one further attempt after a refusal, or to see whether the strongest mechanism works. */
  tryAgain?: SecondTry | undefined
  /** Names of hosts that credentials may go to though they were found and not typed. */
  acceptHosts?: string[] | undefined
  signal?: AbortSignal | undefined
  onPhase?: ((endpoint: Endpoint, phase: Phase) => void) | undefined
  /** Asks whether credentials may go to hosts that were found and not typed; without it, or on no, they get none. */
  acceptFound?: ((hosts: string[]) => Promise<boolean>) | undefined
  /** Called before something is done that the user should know of, with a sentence about it. */
  onNotice?: ((endpoint: Endpoint, text: string) => void) | undefined
}

/** The longest list that was read says most: servers show more once TLS is up or somebody has signed in. */
function withExplanation(probe: EndpointProbe): EndpointProbe {
  const sets = probe.capabilities
  const tokens = sets?.afterLogin ?? sets?.afterTls ?? sets?.beforeTls ?? sets?.greeting
  if (sets === undefined || tokens === undefined) return probe
  const explained = explainCapabilities(loadCapabilities(probe.endpoint.protocol), tokens)
  return { ...probe, capabilities: { ...sets, explained } }
}

function wireOptions(
  options: ProbeRequestOptions,
  caPem: string[],
  connectTo: ConnectTo[],
  domain?: string,
): ProbeOptions {
  const {
    timeoutMs = limits.endpointMs,
    signIn,
    tryAgain,
    signal,
    onPhase,
    onNotice,
    dnsServers = [],
  } = options
  const { deep = false, gentle = false, keepTranscript = false } = options
  return {
    ...{ timeoutMs, caPem, connectTo, deep, gentle, keepTranscript },
    ...(dnsServers.length > 0 && { lookup: lookupAt(dnsServers, signal), compareResolvers: deep }),
    ...(options.lookup && { lookup: options.lookup }),
    ...(signIn && {
      signIn: { ...signInOptions(signIn), ...(tryAgain && { tryAgain }), ...(domain && { domain }) },
    }),
    ...(signal && { signal }),
    ...(onPhase && { onPhase }),
    ...(onNotice && { onNotice }),
  }
}

function signInOptions(signIn: SignInRequest): SignInOptions {
  const { user } = signIn
  if ('token' in signIn) return { user, secret: new Secret(signIn.token), kind: 'oauth-token' }
  return { user, secret: new Secret(signIn.password) }
}

function checkTargets(texts: readonly string[], { demo, endpoints, account }: ParsedTargets): void {
  const others = endpoints.length > 0 || account !== undefined
  if (demo && others) {
    throw new UserError(
      'bad-target',
      'The demo server stands alone: its certificates are trusted only there',
      {
        hint: `Leave out either demo or ${texts.filter((text) => text !== 'demo').join(' ')}.`,
      },
    )
  }
  if (!demo && !others) {
    throw new UserError('bad-target', 'No target was given', {
      hint: 'For example you@example.com, mail.example.com, imaps://mail.example.com or demo.',
    })
  }
}

/** What no command line of either protocol can carry, checked before anything is sent. */
function checkSignIn(signIn: SignInRequest | undefined): void {
  if (signIn === undefined) return
  const secret = 'token' in signIn ? { token: signIn.token } : { password: signIn.password }
  for (const [name, value] of Object.entries({ 'user name': signIn.user, ...secret })) {
    if (!/[\r\n\0]/.test(value)) continue
    throw new UserError('bad-value', `The ${name} has a line end or a NUL character in it`, {
      hint: 'No mail server can be told one; look for a stray line in what was pasted or piped.',
    })
  }
}

/** The ports that further looks go to on the host of a target. */
const lookedAtPorts = [993, 143, 995, 110, 443]

/** Mappings with their hosts as targets name them. */
export function normalisedRoutes(routes: readonly ConnectTo[]): ConnectTo[] {
  return routes.map((route) => {
    const reading = readHost(route.host)
    return 'host' in reading ? { ...route, host: reading.host } : route
  })
}

/**
 * A mapping that no target uses is a slip, and without it the real server would be contacted. One for a port that only
 * further looks go to is fine beside one that is used.
 */
function checkConnectTo(routes: readonly ConnectTo[], endpoints: readonly Endpoint[]): void {
  const used = (route: ConnectTo) =>
    endpoints.some(({ host, port }) => host === route.host && port === route.port)
  for (const route of routes) {
    // The same host, or another name of the same machine, which a look at a certificate's names may ask for.
    const beside = routes.some(
      (other) => used(other) && (other.host === route.host || other.toHost === route.toHost),
    )
    if (used(route) || (beside && lookedAtPorts.includes(route.port))) continue
    const host = route.host.includes(':') ? `[${route.host}]` : route.host
    throw new UserError('bad-value', `--connect-to: no endpoint ${host}:${route.port} among the targets`, {
      hint: 'It starts with host and port of a target, as the target names them.',
    })
  }
}

function signInFacts({ signIn, tryAgain }: ProbeRequestOptions, startedAt: Date): Partial<ProbeRequest> {
  if (signIn === undefined) return {}
  const facts = { user: signIn.user, secret: secretFacts(signIn, startedAt) }
  return tryAgain === undefined ? facts : { ...facts, try: tryAgain }
}

function checkAcceptHosts(names: readonly string[]): void {
  for (const name of names) {
    const reading = readHost(name)
    if ('host' in reading) continue
    const hint = reading.instead === undefined ? {} : { hint: `Did you mean ${reading.instead}?` }
    throw new UserError('bad-value', `--accept-host ${name}: ${reading.problem}`, hint)
  }
}

/** Probes what was typed and what a search finds for an address among it. */
async function probeTargets(
  parsed: ParsedTargets,
  options: ProbeRequestOptions,
  caPem: string[],
  connectTo: ConnectTo[],
): Promise<ProbedTargets> {
  const { account, endpoints, asked } = parsed
  const wire = wireOptions(options, caPem, connectTo, account?.domain)
  if (account === undefined) return { probes: await probeEndpoints(endpoints, { ...wire, asked }), notes: [] }
  // Loaded only here: the list of public suffixes is large.
  const { searchFor } = await import('./discover.js')
  const { signal, search, dnsServers } = options
  const discovery = await searchFor(account, { ...search, dnsServers, connectTo, signal }, caPem)
  const acceptHosts = await acceptedHosts(planAfterSearch(parsed, discovery, options), options)
  const plan = planAfterSearch(parsed, discovery, { ...options, acceptHosts })
  return {
    probes: await probeEndpoints(plan.endpoints, { ...wire, ...plan.options }),
    notes: searchNotes(account, discovery, options.signIn !== undefined),
    discovery: withoutSecret(discovery, options.signIn),
  }
}

/** The hosts that were accepted beforehand, and those that the user accepts now that they are known. */
async function acceptedHosts(
  { endpoints, options: { secretsAllowed } }: PlanAfterSearch,
  { acceptHosts = [], acceptFound, signIn }: ProbeRequestOptions,
): Promise<string[]> {
  if (signIn === undefined || acceptFound === undefined) return acceptHosts
  const held = endpoints.filter((one) => one.security !== 'none' && !secretsAllowed(one))
  const hosts = [...new Set(held.map(({ host }) => host))]
  if (hosts.length === 0 || !(await acceptFound(hosts))) return acceptHosts
  return [...acceptHosts, ...hosts]
}

interface ProbedTargets {
  probes: EndpointProbe[]
  notes: string[]
  discovery?: DiscoveryResult
}

/**
 * Probes the servers of one account. When the signal ends it, the document holds what was finished until then, says
 * `request.interrupted`, and has what was not finished as failed with cause `cancelled`.
 *
 * @param texts targets as typed
 * @throws UserError for what the user can mend, before anything is sent
 */
export async function probe(
  texts: readonly string[],
  options: ProbeRequestOptions = {},
): Promise<ProbeDocument> {
  const startedAt = new Date()
  const parsed = parseTargets(texts, options.security)
  checkTargets(texts, parsed)
  checkSignIn(options.signIn)
  checkAcceptHosts(options.acceptHosts ?? [])
  const { caFiles = [], timeoutMs = limits.endpointMs } = options
  const { connectTo: routes = [], sharedRoutes = false } = options
  const connectTo = sharedRoutes ? routes : normalisedRoutes(routes)
  // Which hosts a search will ask and find is not known before it.
  if (parsed.account === undefined && !sharedRoutes) checkConnectTo(connectTo, parsed.endpoints)
  const caPem = options.caPem ?? readCaFiles(caFiles)
  const { probes, notes, discovery } = parsed.demo
    ? await probeDemo(options, caPem)
    : await probeTargets(parsed, options, caPem, connectTo)
  const account = accountFacts(probes)
  return {
    ...envelope('probe'),
    request: {
      targets: texts.map(printableTarget),
      startedAt: startedAt.toISOString(),
      timeoutMs,
      ...signInFacts(options, startedAt),
      ...(parsed.trimmed.length > 0 && { trimmed: parsed.trimmed }),
      ...(parsed.tlsInstead.length > 0 && { tlsInstead: parsed.tlsInstead }),
      ...(options.signal?.aborted && { interrupted: true }),
      notes: [...parsed.notes, ...dnsNote(options.dnsServers), ...notes],
    },
    environment: environment(caFiles, parsed.demo),
    endpoints: probes.map(withExplanation),
    ...(account && { account }),
    ...(discovery && { discovery }),
  }
}

function probeDemo(options: ProbeRequestOptions, caPem: string[]): Promise<ProbedTargets> {
  return withDemo(async (demo) => {
    const wire = wireOptions({ ...options, dnsServers: [] }, [...caPem, demo.caPem], demo.connectTo)
    const asked = demo.endpoints.map(() => 'standard' as const)
    return { probes: await probeEndpoints(demo.endpoints, { ...wire, asked }), notes: [] }
  })
}
