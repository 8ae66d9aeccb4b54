import { explainCapabilities, loadCapabilities } from '../catalogue/capabilities.js'
import {
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
import { settleGuess } from './guesses.js'
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

function wireOptions(options: ProbeRequestOptions, caPem: string[], connectTo: ConnectTo[]): ProbeOptions {
  const { timeoutMs = defaultTimeoutMs, signIn, signal, onPhase } = options
  return {
    timeoutMs,
    caPem,
    connectTo,
    ...(signIn && { signIn: { user: signIn.user, secret: new Secret(signIn.password) } }),
    ...(signal && { signal }),
    ...(onPhase && { onPhase }),
  }
}

async function probeAll(parsed: ParsedTargets, options: ProbeOptions): Promise<EndpointProbe[]> {
  const results = await probeEndpoints(parsed.endpoints, options)
  const again = async (endpoint: Endpoint): Promise<EndpointProbe> => {
    const [result] = await probeEndpoints([endpoint], options)
    if (result === undefined) throw new Error('The probe of one endpoint gave no result')
    return result
  }
  return Promise.all(
    results.map((result, index) => {
      const asked = parsed.endpoints[index]
      return asked !== undefined && parsed.guessed.includes(asked) ? settleGuess(result, again) : result
    }),
  )
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
        probeAll(
          { ...parsed, endpoints: demo.endpoints },
          wireOptions(options, [...caPem, demo.caPem], demo.connectTo),
        ),
      )
    : await probeAll(parsed, wireOptions(options, caPem, connectTo))
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
