import { trustWithoutDhe } from '../../net/index.js'
import { itself, type Look } from './look.js'

/**
 * Whether a server that chose finite-field Diffie-Hellman knows another exchange: programs that have dropped it find nothing
 * in common with one that does not (ticket class tls-cipher-mismatch).
 */
export const withoutDhe: Look = {
  name: 'without-dhe',
  wanted(subject) {
    return subject.run.facts.tls?.keyExchange?.startsWith('DH ') ? itself(subject) : []
  },
  async look(wire) {
    await wire.secure({ trust: trustWithoutDhe(wire.run.options.caPem) })
  },
}
