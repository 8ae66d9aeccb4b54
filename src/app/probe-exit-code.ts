import {
  type EndpointProbe,
  exitCodes,
  firstFailure,
  hasSignedIn,
  isWithoutDns,
  type ProbeDocument,
} from '../model/index.js'

/** Usable: nothing failed, the certificate verifies, and, where a sign-in was asked for, it happened here. */
export function isUsable(probe: EndpointProbe, signsIn: boolean): boolean {
  const trusted = probe.tls?.verified !== false
  return firstFailure(probe) === undefined && trusted && (hasSignedIn(probe) || !signsIn)
}

/** Whether what failed first is a fault of this machine, so that nothing was learnt about the server. */
function isOurFault(probe: EndpointProbe): boolean {
  const first = firstFailure(probe)
  if (first === undefined) return false
  const { cause, code } = first.failure
  const noResolver = cause === 'resolver-failed' || (first.name === 'dns' && cause === 'timed-out')
  return noResolver || (cause === 'unreachable' && code !== 'EHOSTUNREACH' && code !== 'EHOSTDOWN')
}

/** Exit code of a probe: 0 when at least one endpoint can be used, 1 when none can, 3 when this side is at fault. */
export function probeExitCode({
  request,
  endpoints,
  discovery,
}: Pick<ProbeDocument, 'request' | 'endpoints' | 'discovery'>): number {
  // No endpoint at all: the search before found none, for want of a resolver or because there is none.
  if (endpoints.length === 0 && discovery !== undefined && !isWithoutDns(discovery)) return exitCodes.finding
  const signsIn = request.user !== undefined
  if (endpoints.some((probe) => isUsable(probe, signsIn))) return exitCodes.ok
  return endpoints.every(isOurFault) ? exitCodes.inconclusive : exitCodes.finding
}
