import type { CapabilitiesData, Capability, ExplainedCapability, Protocol } from '../model/index.js'
import { load } from './files.js'

/** The catalogue of one protocol: data/capabilities. */
export const loadCapabilities = (protocol: Protocol): CapabilitiesData =>
  load(`capabilities/${protocol}.json`)

/**
 * The entry for a capability as a server announces it, or undefined when the catalogue does not know it.
 *
 * @param data the catalogue of the protocol that the server speaks
 * @param token one word of an IMAP CAPABILITY list, or one whole line of a POP3 CAPA answer
 */
export function findCapability(data: CapabilitiesData, token: string): Capability | undefined {
  return data.protocol === 'imap' ? findImapCapability(data, token) : findPop3Capability(data, token)
}

/** The entry for a SASL mechanism by its bare name (`PLAIN`, not `AUTH=PLAIN`). */
export function findMechanism(data: CapabilitiesData, name: string): Capability | undefined {
  const wanted = fold(name)
  return data.capabilities.find((entry) => entry.kind === 'sasl' && fold(entry.name) === wanted)
}

/**
 * Explains a list of capabilities in the order announced. A name that is announced again, in whatever letter case, is
 * explained once; a name that the catalogue does not know comes back with nothing but the name.
 */
export function explainCapabilities(
  data: CapabilitiesData,
  tokens: readonly string[],
): ExplainedCapability[] {
  const firstOfEach = new Map<string, string>()
  for (const token of tokens) {
    if (!firstOfEach.has(fold(token))) firstOfEach.set(fold(token), token)
  }
  return [...firstOfEach.values()].map((token) => explain(token, findCapability(data, token)))
}

function explain(name: string, entry: Capability | undefined): ExplainedCapability {
  if (entry === undefined) return { name }
  return { name, entry: entry.name, title: entry.title, means: entry.means, needs: [...entry.needs] }
}

// RFC 9051 section 7.2.2: a mechanism is announced as AUTH= and its name. One that the catalogue does not know is still
// a way to sign in, so the search goes on to the family.
const mechanismPrefix = 'AUTH='

function findImapCapability(data: CapabilitiesData, token: string): Capability | undefined {
  const wanted = fold(token)
  if (wanted.startsWith(mechanismPrefix)) {
    const mechanism = findMechanism(data, wanted.slice(mechanismPrefix.length))
    if (mechanism !== undefined) return mechanism
  }
  return (
    capabilitiesOf(data).find((entry) => fold(entry.name) === wanted) ??
    longest(families(data).filter((family) => wanted.startsWith(fold(family.name))))
  )
}

// RFC 2449 section 5: a line of the CAPA answer is a keyword and its parameters, parted by spaces. An entry may fix
// parameters too (`EXPIRE 0`), so the entry that agrees with the most leading words of the line explains it best.
function findPop3Capability(data: CapabilitiesData, line: string): Capability | undefined {
  const announced = words(line)
  const agrees = (entry: Capability) => words(entry.name).every((word, at) => word === announced[at])
  return longest(capabilitiesOf(data).filter(agrees))
}

/** SASL mechanisms are left out: they are never announced by their bare name. */
function capabilitiesOf(data: CapabilitiesData): Capability[] {
  return data.capabilities.filter((entry) => entry.kind !== 'sasl')
}

function families(data: CapabilitiesData): Capability[] {
  return data.capabilities.filter((entry) => entry.kind === 'family')
}

function longest(entries: Capability[]): Capability | undefined {
  return entries.reduce<Capability | undefined>(
    (best, entry) => (best === undefined || entry.name.length > best.name.length ? entry : best),
    undefined,
  )
}

function words(line: string): string[] {
  return fold(line)
    .split(/\s+/)
    .filter((word) => word !== '')
}

// Names are compared without regard to case, as RFC 9051 section 9 has it for all of IMAP's keywords.
function fold(name: string): string {
  return name.trim().toUpperCase()
}
