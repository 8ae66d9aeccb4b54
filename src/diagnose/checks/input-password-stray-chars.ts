import { type AccountCheck, notApplicable, seen } from '../check.js'
import { triedToSignIn } from '../derive/login.js'

const words = {
  'outer-blank': 'the password begins or ends with a blank',
  'no-break-space': 'there is a no-break space in the password',
} as const

/** A blank that came along with a copied password, and the sign-in was refused; where it worked, it belongs there (T004). */
export const inputPasswordStrayChars: AccountCheck = {
  id: 'input-password-stray-chars',
  scope: 'account',
  judge(account) {
    const { secret } = account.endpoints[0]?.surroundings ?? {}
    if (secret?.kind !== 'password' || !triedToSignIn(account)) return notApplicable
    const stray = (['outer-blank', 'no-break-space'] as const).filter((name) => secret.traits.includes(name))
    const refused = account.endpoints.some((view) => view.failedAt('login', 'sign-in-refused'))
    if (stray.length === 0 || !refused || account.endpoints.some((view) => view.observed('login')))
      return undefined
    return [{ args: { signs: stray }, evidence: stray.map((name) => seen(words[name])), certainty: 'likely' }]
  },
}
