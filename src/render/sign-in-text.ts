import type { EndpointProbe, OauthError, SignInAttempt } from '../model/index.js'
import type { Page } from './page.js'
import { serverSays } from './sanitise.js'

const forms: Record<SignInAttempt['userForm'], string> = {
  'as-given': '',
  'whole-address': ' with the whole address',
  'local-part': ' with the part before the @',
}

function oauthWords(error: OauthError): string {
  const { status, schemes, scope, openidConfiguration } = error
  const named = { status, schemes, scope, 'openid-configuration': openidConfiguration }
  const said = Object.entries(named).filter(([, words]) => words !== undefined)
  return serverSays(said.map(([name, words]) => `${name} ${words}`).join(', '))
}

/** What became of the attempts to sign in, where the phases do not say it: of a second one, and the error of a token. */
export function addSignIn(page: Page, { signIn = [] }: EndpointProbe): void {
  if (signIn.length > 1) {
    const words = signIn.map(
      ({ mechanism, userForm, outcome }) => `${mechanism}${forms[userForm]} ${outcome}`,
    )
    page.item('Sign-ins: ', words.join('; '), 'plain', 2)
  }
  for (const { oauthError } of signIn) {
    if (oauthError !== undefined && Object.keys(oauthError).length > 0)
      page.item('Error of the token: ', oauthWords(oauthError), 'plain', 2)
  }
}
