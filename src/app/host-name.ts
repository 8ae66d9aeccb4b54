import { domainToASCII } from 'node:url'
import { isAddress } from '../net/address.js'

/** A host as it is asked for, or why the text is none; `instead` is a valid form that may have been meant. */
export type HostReading = { host: string } | { problem: string; instead?: string }

const longestName = 253
const longestLabel = 63

/**
 * The text without what no host name has, as the base of a suggestion. A part of the name that would vanish, or a symbol
 * that stands for letters, makes another name of it: then there is none, or the name in the letters that DNS has.
 */
function suggestion(text: string): string | undefined {
  const parts = text.split(/[.,]/).filter((part) => part !== '')
  const likely = parts.map((part) => part.replace(notInNames, '').replace(/^-+|-+$/g, ''))
  if (likely.includes('')) return undefined
  const ascii = domainToASCII(likely.join('.'))
  return ascii !== '' && !isAddress(ascii) ? ascii : undefined
}

const notInNames = /[^\p{L}\p{M}\p{N}\p{So}-]/gu

/** Full stops of other scripts, which IDNA reads as dots (RFC 3490 section 3.1). */
const otherDots = /[\u3002\uff0e\uff61]/g

function problem(what: string, instead?: string): HostReading {
  return instead === undefined ? { problem: what } : { problem: what, instead }
}

function readName(name: string): HostReading {
  if (/[^\p{L}\p{M}\p{N}._-]/u.test(name) || name.includes('..') || name.startsWith('.')) {
    return problem('it is not a host name', suggestion(name))
  }
  const ascii = domainToASCII(name)
  // URL rules turn 127.1 and 2130706433 into addresses; nobody means that in a mail program.
  if (isAddress(ascii)) return problem('it is not a complete IPv4 address', ascii)
  if (/^[\d.]+$/.test(name)) return problem('it is not an IPv4 address')
  if (ascii === '') return problem('it is not a host name', suggestion(name))
  if (ascii.length > longestName) return problem(`a host name has at most ${longestName} characters`)
  const labels = ascii.split('.')
  if (labels.some((label) => label.length > longestLabel)) {
    return problem(`the parts of a host name have at most ${longestLabel} characters`)
  }
  if (labels.some((label) => label.startsWith('-') || label.endsWith('-'))) {
    return problem(
      'no part of a host name starts or ends with a hyphen',
      suggestion(name.replace(/-*\.-*/g, '.')),
    )
  }
  return { host: ascii }
}

/** Reads a host name (also an international one) or an address, without brackets. */
export function readHost(text: string): HostReading {
  if (text === '') return problem('the host is missing')
  if (isAddress(text)) return { host: text.toLowerCase() }
  if (text.includes(':')) return problem('it is neither an IPv6 address nor a host name')
  return readName(text.replace(otherDots, '.').replace(/\.$/, ''))
}
