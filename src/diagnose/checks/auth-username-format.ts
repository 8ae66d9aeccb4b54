import type { AccountCheck } from '../check.js'
import { foreignDomain, judgeRefusals } from '../derive/login.js'
import { phrase } from '../derive/phrases.js'
import { provenUserForm } from '../derive/sign-in.js'

const sentences = {
  'whole-address': ['whole-address-accepted', 'use-whole-address'],
  'local-part': ['local-part-accepted', 'use-local-part'],
  foreign: ['foreign-address', 'use-own-address'],
  'as-given': ['user-name-not-tried', 'look-up-user-name'],
} as const

/** The user name is expected in another form (T094, T095); named only on evidence. */
export const authUsernameFormat: AccountCheck = {
  id: 'auth-username-format',
  scope: 'account',
  judge: (account) =>
    judgeRefusals(account, 'auth-username-format', ({ view, facts, serverText }) => {
      const accepted = provenUserForm(view)?.accepted.userForm ?? 'as-given'
      const foreign = accepted === 'as-given' && foreignDomain(view, facts)
      const [form, remedy] = sentences[foreign ? 'foreign' : accepted]
      return {
        serverText,
        form: phrase(view, form),
        remedy: phrase(view, remedy, { domains: facts?.userDomains?.join(', ') ?? '' }),
        ...(accepted !== 'as-given' && { accepted }),
      }
    }),
}
