import type { Mechanism } from './exchange.js'
import { OauthExchange } from './oauth.js'

/** OAUTHBEARER (RFC 7628 section 3.1). Host and port are left out: they are optional, and no server needs them here. */
export const oauthbearer: Mechanism = {
  name: 'OAUTHBEARER',
  start: ({ user, secret }) =>
    // To the error the client says a single control-A (RFC 7628 section 3.2.3).
    new OauthExchange(
      Buffer.from(`n,a=${saslName(user)},\x01auth=Bearer ${secret}\x01\x01`),
      Buffer.from('\x01'),
    ),
}

/** A name within a GS2 header or a SCRAM message (RFC 5802 section 5.1): comma and equals sign are escaped. */
export function saslName(name: string): string {
  return name.replaceAll('=', '=3D').replaceAll(',', '=2C')
}
