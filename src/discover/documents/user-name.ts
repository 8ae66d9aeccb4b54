import type { UserNameForm } from '../../model/index.js'

/**
 * The form of user name that a document gives, by its placeholders or by the address itself filled in.
 *
 * @param text as in the document, for example `%EMAILADDRESS%`
 * @param address the user's, when the source was allowed to know it
 */
export function userNameForm(text: string, address: string | undefined): UserNameForm {
  const name = text.toUpperCase()
  // Two files of the ISPDB lack the closing sign.
  if (/^%EMAILADDRESS%?$/.test(name) || name === '%EMAILLOCALPART%@%EMAILDOMAIN%') return 'address'
  if (/^%EMAILLOCALPART%?$/.test(name)) return 'local-part'
  if (name.includes('%EMAILLOCALPART%') || name.includes('%EMAILADDRESS%')) return 'domain-literal'
  return address === undefined ? 'other' : filledIn(text, address)
}

/** A server that was told the address may answer with the finished user name. */
function filledIn(text: string, address: string): UserNameForm {
  const at = address.lastIndexOf('@')
  const [name, whole, local] = [text, address, address.slice(0, at)].map((one) => one.toLowerCase())
  if (name === whole) return 'address'
  return name === local ? 'local-part' : 'other'
}
