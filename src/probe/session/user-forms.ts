import type { UserForm } from '../../model/index.js'
import { isAddress } from '../../net/index.js'

/** A user name in the other of the two forms that servers ask for. */
export interface OtherForm {
  user: string
  userForm: UserForm
  /** Where it was taken from, in words that follow the name. */
  from: string
}

/** First labels of mail hosts that stand before the domain of the addresses. */
const mailLabel =
  /^(imaps?|pop3?s?|mail|e?mailbox|mbox|mx|smtp|outgoing|incoming|in|inbox|webmail|server|post|ssl|secure)\d*$/i

/**
 * The other form of a user name: the part before the at sign of a whole address, and the whole address of a bare name.
 *
 * @param host of the mail server
 * @param domain of the account, where it is known
 * @returns undefined where none is known
 */
export function otherForm(user: string, host: string, domain?: string): OtherForm | undefined {
  const at = user.lastIndexOf('@')
  if (at > 0) return { user: user.slice(0, at), userForm: 'local-part', from: 'the part before the @' }
  // DOMAIN\\name is a form of its own, of Exchange.
  if (at === 0 || user.includes('\\')) return undefined
  const guessed = domain ?? domainOf(host)
  if (guessed === undefined) return undefined
  const from =
    domain === undefined ? 'the domain is taken from the mail host' : 'the domain is that of the account'
  return { user: `${user}@${guessed}`, userForm: 'whole-address', from }
}

// Without a list of public suffixes only names are cut that say that they are mail hosts.
function domainOf(host: string): string | undefined {
  const labels = host.split('.')
  if (isAddress(host) || labels.length < 2) return undefined
  const [first = '', ...rest] = labels
  return rest.length >= 2 && mailLabel.test(first) ? rest.join('.') : host
}
