import { type AccountCheck, seen } from '../check.js'

/** A blank before or behind the host name: this program leaves it out, mail programs often look for a name with it (T003). */
export const inputHostWhitespace: AccountCheck = {
  id: 'input-host-whitespace',
  scope: 'account',
  judge({ endpoints }) {
    const trimmed = endpoints[0]?.surroundings.trimmed ?? []
    if (trimmed.length === 0) return undefined
    const evidence = trimmed.map((target) => seen(`white space was removed from ${JSON.stringify(target)}`))
    return [{ args: { targets: trimmed.map((target) => target.trim()) }, evidence, certainty: 'certain' }]
  },
}
