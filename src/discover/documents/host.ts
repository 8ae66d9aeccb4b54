import { domainToASCII } from 'node:url'
import { unsafeCharacters } from '../../model/unsafe-characters.js'
import { hostName, isAddress, isOfThisNetwork } from '../../net/index.js'

// What never stands in a host name, and what the URL rules would read as something else than a part of one.
const impossible = new RegExp(`[\\s${unsafeCharacters}/:@?#\\\\\\[\\]%<>^|"'\`]`, 'u')

/** Longest text that is looked at: four times the length of a name, for one in its own script. */
const longest = 1_012

/**
 * A host as a document names it, in the form that DNS takes.
 *
 * @param text without white space around it
 * @returns A-labels in lower case or a public IP address; undefined when it is neither
 */
export function hostFrom(text: string): string | undefined {
  if (text.length > longest) return undefined
  const bare = text.replace(/^\[(.*)\]$/, '$1')
  // Asked first: the URL rules turn 127.1 into an address.
  if (isAddress(bare)) return isOfThisNetwork(bare) || bare.includes('%') ? undefined : bare.toLowerCase()
  if (impossible.test(text)) return undefined
  return hostName(domainToASCII(text))
}

/** A port as a document names it. */
export function portFrom(text: string): number | undefined {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0
  return port >= 1 && port <= 65_535 ? port : undefined
}
