import { UserError } from '../model/index.js'
import { unsafeCharacters } from '../model/unsafe-characters.js'

const unsafe = new RegExp(`[${unsafeCharacters}]`, 'u')
const hostName = /^[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?$/i
const ipv6 = /^(?=.*:)[0-9a-f:.]+$/i

/** More than any server takes: an address has at most 254 characters (RFC 5321 section 4.5.3.1.3). */
const longestUser = 320

/** Whether a text can be a host name in DNS form or an address: nothing that any format gives a meaning. */
export function isPlainHost(host: string): boolean {
  return host.length <= 253 && (hostName.test(host) || ipv6.test(host))
}

/** @throws UserError for a host that no file may hold: a stored probe can have been written by anybody */
export function checkHost(host: string): void {
  if (isPlainHost(host)) return
  throw new UserError('bad-value', 'The host in the probe is no host name, so no file is written for it')
}

/** @throws UserError for a user name that could end a line, or look different from what it is */
export function checkUser(user: string): void {
  const why =
    user.trim() === ''
      ? 'is empty'
      : unsafe.test(user)
        ? 'has a control or invisible character in it'
        : user.length > longestUser
          ? `has more than ${longestUser} characters`
          : undefined
  if (why !== undefined) throw new UserError('bad-value', `The user name ${why}`)
}

/** @throws UserError for a path that could end a line of a settings file */
export function checkPath(path: string): void {
  if (!unsafe.test(path)) return
  throw new UserError('bad-value', 'The path of --ca-file has a control or invisible character in it')
}

/**
 * Formats without quotes drop blanks at the ends of a value.
 *
 * @throws UserError where that would make another user name of it
 */
export function checkOuterBlanks(title: string, text: string): void {
  if (text === text.trim()) return
  throw new UserError('client-unfit', `The file of ${title} cannot hold a value with a blank at its end`)
}
