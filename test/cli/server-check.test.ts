import { describe, expect, it } from 'vitest'
import { serverCheckLine } from '../../src/cli/server-check.js'
import type { EndpointProbe, FailureCause } from '../../src/model/index.js'
import { healthy, probeDocument, refused, unverified } from '../render/documents.js'
import { unsafe } from '../render/support.js'

const line = (...endpoints: EndpointProbe[]) => serverCheckLine({ ...probeDocument, endpoints })

const healthyPop: EndpointProbe = { ...healthy, endpoint: { ...healthy.endpoint, protocol: 'pop3' } }

function failing(name: 'dns' | 'login', cause: FailureCause, serverText?: string): EndpointProbe {
  const failure = { cause, message: 'it failed', ...(serverText !== undefined && { serverText }) }
  return { ...healthy, phases: [{ name, outcome: 'failed', ms: 1, failure }] }
}

describe('what is said of the server before the first question', () => {
  it('is which protocols answer', () => {
    expect(line(healthy, healthyPop)).toBe('Server checked: IMAP and POP3 answer.')
    expect(line(healthy)).toBe('Server checked: IMAP answers.')
  })

  it('is what is wrong with one of them', () => {
    expect(line(healthy, refused)).toBe('Server checked: IMAP answers; POP3 fails: connection refused.')
    expect(line(unverified)).toContain('IMAP: TLSv1.2 not verified: the certificate has expired')
  })

  it('is a name that does not exist', () => {
    expect(line(failing('dns', 'name-not-found'))).toBe(
      'The name mail.example.com does not exist: Ctrl-C to correct it, or go on without the server.',
    )
  })

  it('is a sign-in that was refused, in the words of the server, made safe', () => {
    const said = line(failing('login', 'sign-in-refused', 'wrong\u001b[31m password'))
    expect(said).toMatch(/^The sign-in was refused: server says: "wrong\[31m password"\. Ctrl-C/)
    expect(said).not.toMatch(unsafe)
  })

  it('is that nothing can be used', () => {
    expect(line(refused)).toMatch(/^No server can be used; pop:.*: connection refused\. Ctrl-C/)
  })
})
