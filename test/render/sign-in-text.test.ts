import { expect, test } from 'vitest'
import type { SignInAttempt } from '../../src/model/index.js'
import { probeText } from '../../src/render/probe-text.js'
import { healthy, probeDocument } from './documents.js'
import { hostile, unsafe } from './support.js'

const attempt = (part: Partial<SignInAttempt>): SignInAttempt => ({
  ...{ userForm: 'as-given', mechanism: 'PLAIN', outcome: 'accepted', ms: 5 },
  ...part,
})

function shown(signIn: SignInAttempt[]): string {
  return probeText({ ...probeDocument, endpoints: [{ ...healthy, signIn }] }, { width: 120, colour: false })
}

test('one attempt is told by the phases alone', () => {
  expect(shown([attempt({})])).not.toContain('Sign-ins:')
})

test('two attempts are told one after the other', () => {
  expect(shown([attempt({}), attempt({ mechanism: 'CRAM-MD5', outcome: 'refused' })])).toContain(
    'Sign-ins: PLAIN accepted; CRAM-MD5 refused',
  )
  expect(shown([attempt({ outcome: 'refused' }), attempt({ userForm: 'local-part' })])).toContain(
    'Sign-ins: PLAIN refused; PLAIN with the part before the @ accepted',
  )
})

test('the error of a token is shown as the server’s words', () => {
  const oauthError = { status: '401', scope: 'https://mail.example/' }
  const text = shown([attempt({ mechanism: 'XOAUTH2', outcome: 'refused', oauthError })])
  expect(text).toMatch(/Error of the token: server says: "status 401, scope https:\/\/mail\.example\/"/)
  expect(shown([attempt({ oauthError: { status: hostile } })]).replaceAll('\n', '')).not.toMatch(unsafe)
})
