import { explainCapabilities, loadCapabilities } from '../catalogue/capabilities.js'
import {
  type Asked,
  type ConnectTo,
  type Endpoint,
  type EndpointProbe,
  type Phase,
  type ProbeDocument,
  type Security,
  UserError,
} from '../model/index.js'
import { limits, Secret } from '../net/index.js'
import { type ProbeOptions, probeEndpoints } from '../probe/probe-endpoints.js'
import { readCaFiles } from './ca-files.js'
import { withDemo } from './demo.js'
import { environment } from './environment.js'
import { readHost } from './host-name.js'
import { type ParsedTargets, parseTargets, printableTarget } from './targets.js'
import { envelope } from './tool.js'

/** How to probe: what the probe flags say, read and checked. */
export interface ProbeRequestOptions {
  /** Total time limit of each endpoint: 30 seconds unless said otherwise. */
  timeoutMs?: number
  /** PEM files to trust besides Node's roots. */
  caFiles?: string[]
  /** Where TCP goes for a named host and port; SNI and verification keep the named host. */
  connectTo?: ConnectTo[]
  security?: Security | undefined
  /** Makes the comparisons that cost connections, on healthy endpoints too. */
  deep?: boolean | undefined
  /** Never has two connections open at once. */
  gentle?: boolean | undefined
  /** Keeps the lines on the wire, secrets masked, in the document. */
  keepTranscript?: boolean | undefined
  /** Other resolvers to ask when the system's fails: addresses, with a port where it is not 53. */
  dnsServers?: string[] | undefined
  /** Signs in, over verified TLS only. */
  signIn?: { user: string; password: string } | undefined
  signal?: AbortSignal | undefined
  onPhase?: ((endpoint: Endpoint, phase: Phase) => void) | undefined
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
  asked: Asked[],
): ProbeOptions {
  const { timeoutMs = limits.endpointMs, signIn, signal, onPhase, dnsServers } = options
  const { deep = false, gentle = false, keepTranscript = false } = options
  return {
    ...{ timeoutMs, caPem, connectTo, asked, deep, gentle, keepTranscript },
    ...(dnsServers && { dnsServers }),
    ...(signIn && { signIn: { user: signIn.user, secret: new Secret(signIn.password) } }),
    ...(signal && { signal }),
    ...(onPhase && { onPhase }),
  }
}

function checkTargets(texts: readonly string[], { demo, endpoints }: ParsedTargets): void {
  if (demo && endpoints.length > 0) {
    throw new UserError(
      'bad-target',
      'The demo server stands alone: its certificates are trusted only there',
      {
        hint: `Leave out either demo or ${texts.filter((text) => text !== 'demo').join(' ')}.`,
      },
    )
  }
  if (!demo && endpoints.length === 0) {
    throw new UserError('bad-target', 'No target was given', {
      hint: 'For example mail.example.com, imaps://mail.example.com or demo.',
    })
  }
}

/** What no command line of either protocol can carry, checked before anything is sent. */
function checkSignIn(signIn: ProbeRequestOptions['signIn']): void {
  for (const [name, value] of [
    ['user name', signIn?.user],
    ['password', signIn?.password],
  ]) {
    if (value === undefined || !/[\r\n\0]/.test(value)) continue
    throw new UserError('bad-value', `The ${name} has a line end or a NUL character in it`, {
      hint: 'No mail server can be told one; look for a stray line in what was pasted or piped.',
    })
  }
}

/** The ports that further looks go to on the host of a target. */
const lookedAtPorts = [993, 143, 995, 110, 443]

function normalised(route: ConnectTo): ConnectTo {
  const reading = readHost(route.host)
  return 'host' in reading ? { ...route, host: reading.host } : route
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
  const startedAt = new Date().toISOString()
  const parsed = parseTargets(texts, options.security)
  checkTargets(texts, parsed)
  checkSignIn(options.signIn)
  const { caFiles = [], timeoutMs = limits.endpointMs } = options
  const connectTo = (options.connectTo ?? []).map(normalised)
  checkConnectTo(connectTo, parsed.endpoints)
  const caPem = readCaFiles(caFiles)
  const endpoints = parsed.demo
    ? await withDemo((demo) =>
        probeEndpoints(
          demo.endpoints,
          wireOptions(
            options,
            [...caPem, demo.caPem],
            demo.connectTo,
            demo.endpoints.map(() => 'standard'),
          ),
        ),
      )
    : await probeEndpoints(parsed.endpoints, wireOptions(options, caPem, connectTo, parsed.asked))
  return {
    ...envelope('probe'),
    request: {
      targets: texts.map(printableTarget),
      startedAt,
      timeoutMs,
      ...(options.signIn && { user: options.signIn.user }),
      ...(parsed.trimmed.length > 0 && { trimmed: parsed.trimmed }),
      ...(parsed.tlsInstead.length > 0 && { tlsInstead: parsed.tlsInstead }),
      ...(options.signal?.aborted && { interrupted: true }),
      notes: parsed.notes,
    },
    environment: environment(caFiles, parsed.demo),
    endpoints: endpoints.map(withExplanation),
  }
}
