import { deepInTls, itself, type Look } from './look.js'

/**
 * A handshake that offers the registered protocol name by ALPN, as iOS does: some proxies reject it (ticket class
 * tls-alpn-rejected).
 */
export const withAlpn: Look = {
  name: 'with-alpn',
  wanted(subject) {
    return deepInTls(subject.run) ? itself(subject) : []
  },
  async look(wire) {
    await wire.secure({ alpn: [wire.run.endpoint.protocol] })
  },
}
