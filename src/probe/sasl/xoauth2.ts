import type { Mechanism } from './exchange.js'
import { OauthExchange } from './oauth.js'

/** XOAUTH2, as Google and Microsoft describe it: user and token, each ended by a control-A, and one more at the end. */
export const xoauth2: Mechanism = {
  name: 'XOAUTH2',
  start: ({ user, secret }) =>
    // To the error the client says nothing.
    new OauthExchange(Buffer.from(`user=${user}\x01auth=Bearer ${secret}\x01\x01`), Buffer.alloc(0)),
}
