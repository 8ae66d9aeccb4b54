import { type Credentials, type Exchange, type Mechanism, SaslFault } from './exchange.js'

/** LOGIN: never standardised. The server asks twice, and the words of its questions mean nothing. */
export const login: Mechanism = {
  name: 'LOGIN',
  start: (credentials) => new LoginExchange(credentials),
}

class LoginExchange implements Exchange {
  readonly #answers: string[]

  constructor({ user, secret }: Credentials) {
    this.#answers = [user, secret]
  }

  get complete(): boolean {
    return this.#answers.length === 0
  }

  answer(): Buffer {
    const next = this.#answers.shift()
    if (next === undefined) throw new SaslFault('a third question in LOGIN')
    return Buffer.from(next)
  }
}
