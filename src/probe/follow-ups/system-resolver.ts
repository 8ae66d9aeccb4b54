import { isAddress, resolveAddresses } from '../../net/index.js'
import { firstOfHost, itself, type Look } from './look.js'

/**
 * The name asked of this machine's own resolver, where a named one was asked in its place and knew the name: whether the
 * fault is this machine's (ticket class dns-resolver-local). Only where comparisons were asked for: such a resolver may
 * take seconds to fail.
 */
export const systemResolver: Look = {
  name: 'system-resolver',
  wanted(subject) {
    const { endpoint, options } = subject.run
    if (!options.compareResolvers || options.lookup === undefined || isAddress(endpoint.host)) return []
    return firstOfHost(subject, ({ facts }) => facts.addresses !== undefined) ? itself(subject) : []
  },
  async look(wire) {
    const { endpoint, options } = wire.run
    wire.seen.addresses = await resolveAddresses(endpoint.host, wire.deadline, options.systemLookup)
  },
}
