import type { Certificate } from '../../model/index.js'
import { isAddress, limits, resolveAddresses } from '../../net/index.js'
import { isDirected, routeOf } from '../phases/tcp.js'
import type { Run } from '../run.js'
import { deepInTls, type Look } from './look.js'
import type { Subject, Target } from './wire.js'
import { mayBeTheName } from './without-sni.js'

/**
 * Handshakes for other names of the certificate that lead to the same address: the one that verifies is the name to use
 * (ticket class cert-name-mismatch). Only the address that the user pointed at is ever connected to.
 */
export const otherName: Look = {
  name: 'other-name',
  async wanted(subject) {
    const { port } = subject.run.endpoint
    const names = namesOf(certificateOf(subject), subject.run)
    const found = await Promise.all(names.map((host) => leadsHere({ host, port }, subject)))
    return names
      .filter((_, index) => found[index])
      .slice(0, limits.otherNamesTried)
      .map((host) => ({ host, port }))
  },
  async look(wire) {
    await wire.secure()
  },
}

function certificateOf(subject: Subject): Certificate | undefined {
  const { facts } = subject.run
  const wrongName = facts.tls?.problem?.code === 'ERR_TLS_CERT_ALTNAME_INVALID'
  if (wrongName || deepInTls(subject.run)) return facts.tls?.certificate
  if (!mayBeTheName(subject)) return undefined
  return facts.followUps?.find(({ name }) => name === 'without-sni')?.tls?.certificate
}

// A wildcard is no name that anyone could use, and names meant for mail are the likelier ones.
function namesOf(certificate: Certificate | undefined, { endpoint }: Run): string[] {
  const names = (certificate?.names ?? []).map((name) => name.toLowerCase())
  const usable = names.filter(
    (name) => /^[a-z0-9.-]+$/.test(name) && !isAddress(name) && name !== endpoint.host,
  )
  const likely = (name: string) => Number(/^(imap|pop|mail|mx|smtp)/.test(name))
  return [...new Set(usable)].sort((a, b) => likely(b) - likely(a)).slice(0, limits.otherNamesAsked)
}

async function leadsHere(target: Target, { run, deadline }: Subject): Promise<boolean> {
  const route = routeOf(target, run.options.connectTo)
  if (run.place === undefined || (route === undefined && isDirected(run))) return false
  try {
    const host = route?.toHost ?? target.host
    const addresses = resolveAddresses(host, deadline, run.lookup)
    return (await deadline.race(addresses, limits.lookMs, 'DNS answer')).includes(run.place.address)
  } catch {
    return false
  }
}
