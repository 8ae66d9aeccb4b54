import { explainCapabilities, loadCapabilities } from '../catalogue/capabilities.js'
import {
  type Asked,
  type ConnectTo,
  type Endpoint,
  type EndpointProbe,
  exitCodes,
  type Phase,
  type ProbeDocument,
  type Security,
  UserError,
} from '../model/index.js'
import { Secret } from '../net/index.js'
import { type ProbeOptions, probeEndpoints } from '../probe/probe-endpoints.js'
import { readCaFiles } from './ca-files.js'
import { withDemo } from './demo.js'
import { environment } from './environment.js'
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

const defaultTimeoutMs = 30_000

function wireOptions(
  options: ProbeRequestOptions,
  caPem: string[],
  connectTo: ConnectTo[],
  asked: Asked[],
): ProbeOptions {
  const { timeoutMs = defaultTimeoutMs, signIn, signal, onPhase, dnsServers } = options
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

/**
 * Probes the servers of one account.
 *
 * @param texts targets as typed
 * @throws UserError for what the user can mend, and `interrupted` when the signal ended it
 */
export async function probe(
  texts: readonly string[],
  options: ProbeRequestOptions = {},
): Promise<ProbeDocument> {
  const startedAt = new Date().toISOString()
  const parsed = parseTargets(texts, options.security)
  checkTargets(texts, parsed)
  const { caFiles = [], connectTo = [], timeoutMs = defaultTimeoutMs } = options
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
  if (options.signal?.aborted) {
    throw new UserError('interrupted', 'Interrupted', { exitCode: exitCodes.interrupted })
  }
  return {
    ...envelope('probe'),
    request: {
      targets: texts.map(printableTarget),
      startedAt,
      timeoutMs,
      ...(options.signIn && { user: options.signIn.user }),
      notes: parsed.notes,
    },
    environment: environment(caFiles, parsed.demo),
    endpoints: endpoints.map(withExplanation),
  }
}
