import { type Behaviour, inForms, type Reaction, type Row } from '../behaviour.js'
import type { Peer } from '../peer.js'
import { password, token } from '../secrets.js'

const base64 = (text: string) => Buffer.from(text).toString('base64')

/** What a server does with the client's message: `no` and `yes` end the exchange. */
type Answer = (
  said: string,
  peer: Peer,
  end: { no: (words?: string | Buffer) => void; yes: () => void },
) => void

/** A server that offers one mechanism only, and gets the client's first message, whichever way it comes. */
function offering(mechanism: string, imap: boolean, answer: Answer): Record<string, Reaction> {
  const take = (peer: Peer, tag: string, words: string[]) => {
    const no = (text: string | Buffer = 'wrong') => {
      peer.write(imap ? `${tag} NO ` : '-ERR ')
      peer.write(text)
      peer.write('\r\n')
    }
    const yes = () => peer.write(imap ? `${tag} OK in\r\n` : '+OK in\r\n')
    const initial = words[imap ? 3 : 2]
    const start = (said: string) => answer(said, peer, { no, yes })
    if (initial === undefined) peer.ask('+ \r\n', start)
    else start(initial)
  }
  return {
    CAPABILITY: `* CAPABILITY IMAP4rev1 AUTH=${mechanism} SASL-IR\r\n{tag} OK done\r\n`,
    CAPA: `+OK\r\nSASL ${mechanism}\r\n.\r\n`,
    [imap ? 'AUTHENTICATE' : 'AUTH']: take,
  }
}

const challenge = (text: string) => `+ ${base64(text)}\r\n`

/** Asks again and again, whatever comes. */
function askForEver(peer: Peer, text: string): void {
  peer.ask(challenge(text), () => askForEver(peer, text))
}

/** The nonce in a client's first message of SCRAM. */
function nonceIn(said: string): string {
  return /r=([^,]*)/.exec(Buffer.from(said, 'base64').toString())?.[1] ?? ''
}

/** First messages of a SCRAM server that no honest one sends. */
const firstMessages: [string, (nonce: string) => string][] = [
  ['2^31 iterations', (nonce) => `r=${nonce}x,s=c2FsdA==,i=2147483648`],
  ['2^31-1 iterations', (nonce) => `r=${nonce}x,s=c2FsdA==,i=2147483647`],
  ['9999999999 iterations', (nonce) => `r=${nonce}x,s=c2FsdA==,i=9999999999`],
  ['more digits of iterations than there are', (nonce) => `r=${nonce}x,s=c2FsdA==,i=${'9'.repeat(400)}`],
  ['no iterations', (nonce) => `r=${nonce}x,s=c2FsdA==,i=0`],
  ['fewer than no iterations', (nonce) => `r=${nonce}x,s=c2FsdA==,i=-1`],
  ['iterations that are no number', (nonce) => `r=${nonce}x,s=c2FsdA==,i=4e9`],
  ['a nonce of its own alone', () => 'r=theirs,s=c2FsdA==,i=4096'],
  ['our nonce alone', (nonce) => `r=${nonce},s=c2FsdA==,i=4096`],
  ['a salt that is not base64', (nonce) => `r=${nonce}x,s=!!!,i=4096`],
  ['no salt', (nonce) => `r=${nonce}x,s=,i=4096`],
  ['an extension that is mandatory', (nonce) => `m=x,r=${nonce}x,s=c2FsdA==,i=4096`],
  ['terminal commands', (nonce) => `r=${nonce}\u001b[2J\u202e,s=c2FsdA==,i=4096`],
  ['nothing of it', () => 'hello'],
]

function scram(imap: boolean): Row[] {
  const row = (name: string, answer: Answer, expects: string): Row => ({
    name: `SCRAM: ${name}`,
    answers: offering('SCRAM-SHA-256', imap, answer),
    expects,
  })
  /** A proper first message, and then this. */
  const after =
    (then: Answer): Answer =>
    (said, peer, end) =>
      peer.ask(challenge(`r=${nonceIn(said)}x,s=c2FsdA==,i=4096`), (proof) => then(proof, peer, end))
  return [
    ...firstMessages.map(([name, first]) =>
      row(
        name,
        (said, peer, { no }) => peer.ask(challenge(first(nonceIn(said))), () => no()),
        'login malformed',
      ),
    ),
    row(
      'as many iterations as are done',
      (said, peer, { no }) => peer.ask(challenge(`r=${nonceIn(said)}x,s=c2FsdA==,i=1000000`), () => no()),
      'login sign-in-refused',
    ),
    row(
      'a wrong signature',
      after((_, peer, { yes }) => peer.ask(challenge('v=AAAA'), yes)),
      'login malformed',
    ),
    row(
      'success without a signature',
      after((_, __, { yes }) => yes()),
      'login malformed',
    ),
    row('success at once', (_, __, { yes }) => yes(), 'login malformed'),
    row(
      'an error, and yet success',
      after((_, peer, { yes }) => peer.ask(challenge('e=other-error'), yes)),
      'login malformed',
    ),
    row(
      'endless challenges',
      after((_, peer) => peer.flood(challenge('v=AAAA'))),
      'login malformed',
    ),
    row(
      'the proof sent back',
      after((proof, __, { no }) => no(`${proof} ${Buffer.from(proof, 'base64').toString()}`)),
      'login sign-in-refused',
    ),
    row(
      'the password in the error',
      after((_, peer, { no }) => peer.ask(challenge(`e=${password}`), () => no(`${base64(password)}`))),
      'login sign-in-refused',
    ),
  ]
}

/** Every form in which a server may send a token back. */
const tokenEchoes: [string, string | Buffer][] = [
  ['as it is', token],
  ['in capitals', token.toUpperCase()],
  ['in base64', base64(`user=demo\x01auth=Bearer ${token}\x01\x01`)],
  ['in folded base64', base64(token).replace(/.{20}/g, '$& ')],
  ['in hexadecimal', Buffer.from(token).toString('hex')],
  [
    'in hexadecimal with colons',
    Buffer.from(token)
      .toString('hex')
      .replace(/..(?!$)/g, '$&:'),
  ],
  ['in UTF-16', Buffer.from(token, 'utf16le')],
  ['in UTF-16 in base64', Buffer.from(token, 'utf16le').toString('base64')],
  ['as entities', [...token].map((one) => `&#${one.charCodeAt(0)};`).join('')],
  ['percent-encoded', [...Buffer.from(token)].map((byte) => `%${byte.toString(16)}`).join('')],
  ['split by nothing', [...token].join('\u200b')],
]

function tokens(imap: boolean): Row[] {
  return ['XOAUTH2', 'OAUTHBEARER'].flatMap((mechanism) => {
    const row = (name: string, answer: Answer, expects: string, stalls = false): Row => ({
      name: `${mechanism}: ${name}`,
      token: true,
      answers: offering(mechanism, imap, answer),
      expects,
      ...(stalls && { stalls }),
    })
    const told = (name: string, text: string) =>
      row(
        `an error of ${name}`,
        (_, peer, { no }) => peer.ask(challenge(text), () => no()),
        'login sign-in-refused',
      )
    return [
      ...tokenEchoes.map(([form, text]) =>
        row(`the token sent back ${form}`, (_, __, { no }) => no(text), 'login sign-in-refused'),
      ),
      row('the message sent back', (said, __, { no }) => no(said), 'login sign-in-refused'),
      row(
        'the message sent back, decoded',
        (said, __, { no }) => no(Buffer.from(said, 'base64')),
        'login sign-in-refused',
      ),
      row('errors without an end', (_, peer) => askForEver(peer, '{"status":"401"}'), 'login malformed'),
      row('a flood of errors', (_, peer) => peer.flood(challenge('{"status":"401"}')), 'login malformed'),
      row('an error, and silence', (_, peer) => peer.ask(challenge('{}'), () => {}), 'login timed-out', true),
      row(
        'an error, and yet success',
        (_, peer, { yes }) => peer.ask(challenge('{"status":"401"}'), yes),
        'login malformed',
      ),
      row(
        'a challenge that is not base64',
        (_, peer, { no }) => peer.ask('+ {"status":"401"}\u001b[2J\r\n', () => no()),
        'login malformed',
      ),
      told(
        'the token',
        JSON.stringify({ status: token, scope: base64(token), schemes: token.toUpperCase() }),
      ),
      told('terminal commands', JSON.stringify({ status: '\u001b[2J', schemes: '\u202e', scope: '\u2028' })),
      told('long texts', JSON.stringify({ status: 'x'.repeat(20_000), scope: 'y'.repeat(20_000) })),
      told('other kinds', '{"status":{"a":1},"schemes":[1],"scope":1e999,"openid-configuration":null}'),
      told('names of members', '{"__proto__":{"status":"1"},"constructor":1}'),
      told('deep nesting', '['.repeat(30_000)),
      told('no JSON', '\u001b[2J'),
      told('nothing', ''),
    ]
  })
}

/** What a server does in an exchange of SASL in which the password never goes over the wire, or a token does. */
export const mechanisms: Behaviour[] = inForms(['imap tls', 'pop3 tls'], ({ protocol }) => [
  ...scram(protocol === 'imap'),
  ...tokens(protocol === 'imap'),
])
