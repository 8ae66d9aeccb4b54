import { type Mechanism, SingleMessage } from './exchange.js'

/** PLAIN (RFC 4616): everything in one message, with no authorization identity. */
export const plain: Mechanism = {
  name: 'PLAIN',
  start: ({ user, secret }) => new SingleMessage(Buffer.from(`\0${user}\0${secret}`)),
}
