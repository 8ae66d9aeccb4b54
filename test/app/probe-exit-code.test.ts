import { describe, expect, it } from 'vitest'
import { probeExitCode } from '../../src/app/probe-exit-code.js'
import { type EndpointProbe, exitCodes, type Failure, type PhaseName } from '../../src/model/index.js'
import { healthy, probeDocument, refused, unverified } from '../render/documents.js'

function failing(name: PhaseName, failure: Partial<Failure>): EndpointProbe {
  const phase = {
    name,
    outcome: 'failed',
    ms: 1,
    failure: { cause: 'internal', message: 'it failed', ...failure },
  }
  return { ...refused, phases: [phase] } as EndpointProbe
}

function signingIn(outcome: 'observed' | 'skipped' | 'failed'): EndpointProbe {
  return { ...healthy, phases: [...healthy.phases, { name: 'login', outcome, ms: 1 }] }
}

const code = (endpoints: EndpointProbe[], user?: string) =>
  probeExitCode({ ...probeDocument, request: { ...probeDocument.request, ...(user && { user }) }, endpoints })

describe('the exit code of a probe', () => {
  it('is 0 when one endpoint can be used', () => expect(code([refused, healthy])).toBe(exitCodes.ok))

  it.each<[string, EndpointProbe[]]>([
    ['a refused connection', [refused]],
    ['a certificate that does not verify', [unverified]],
    ['a name that does not exist', [failing('dns', { cause: 'name-not-found' })]],
    ['a host that cannot be reached', [failing('tcp', { cause: 'unreachable', code: 'EHOSTUNREACH' })]],
    ['silence', [failing('greeting', { cause: 'timed-out' })]],
    ['our fault on one side only', [refused, failing('dns', { cause: 'resolver-failed' })]],
  ])('is 1 for %s', (_, endpoints) => expect(code(endpoints)).toBe(exitCodes.finding))

  it.each<[string, EndpointProbe[]]>([
    ['no resolver answers', [failing('dns', { cause: 'resolver-failed' })]],
    ['the resolver is silent', [failing('dns', { cause: 'timed-out' })]],
    ['there is no route', [failing('tcp', { cause: 'unreachable', code: 'ENETUNREACH' })]],
  ])('is 3 when %s', (_, endpoints) => expect(code(endpoints)).toBe(exitCodes.inconclusive))

  it('with a sign-in needs one that happened', () => {
    expect(code([signingIn('observed'), signingIn('skipped')], 'anna')).toBe(exitCodes.ok)
    expect(code([signingIn('failed'), signingIn('skipped')], 'anna')).toBe(exitCodes.finding)
    expect(code([healthy], 'anna')).toBe(exitCodes.finding)
  })
})
