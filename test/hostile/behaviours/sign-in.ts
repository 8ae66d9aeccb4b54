import { type Behaviour, inForms, type Reaction, type Row } from '../behaviour.js'
import { echoes, password } from '../secrets.js'

/** What a server does with a sign-in. */
export const signIns: Behaviour[] = inForms(['imap tls', 'pop3 tls'], ({ protocol }) => {
  const imap = protocol === 'imap'
  const no = imap ? '{tag} NO' : '-ERR'
  const on = (name: string, SIGNIN: Reaction, expects: string, more: Partial<Row> = {}): Row => ({
    name: `sign-in: ${name}`,
    answers: { SIGNIN, ...more.answers },
    expects: `login ${expects}`,
    ...(more.stalls && { stalls: true }),
  })
  /** The same through the mechanisms that send the password as it is. */
  const bare = imap
    ? { CAPABILITY: '* CAPABILITY IMAP4rev1\r\n{tag} OK done\r\n' }
    : { CAPA: '+OK\r\nUSER\r\n.\r\n' }
  const echo = ([form, text]: [string, string]) =>
    on(`refused with the password in ${form}`, Buffer.from(`no ${text} no`), 'sign-in-refused')
  const asAnswer = (row: Row): Row => {
    const words = String(row.answers?.SIGNIN)
    return {
      ...row,
      answers: { SIGNIN: (peer, tag) => peer.write(`${no.replace('{tag}', tag)} ${words}\r\n`) },
    }
  }
  return [
    ...Object.entries(echoes).map(echo).map(asAnswer),
    on(
      'refused with the password in UTF-16 bytes',
      (peer, tag) => {
        peer.write(Buffer.from(`${no.replace('{tag}', tag)} `))
        peer.write(Buffer.from(`${password}\r\n`, 'utf16le').subarray(0, -4))
        peer.write('\r\n')
      },
      'sign-in-refused',
    ),
    on('refused with the password as code and argument', `${no} [${password}] no\r\n`, 'sign-in-refused'),
    on('refused', `${no} [AUTHENTICATIONFAILED] wrong\r\n`, 'sign-in-refused'),
    on('refused without a word', `${no}\r\n`, 'sign-in-refused'),
    on('refused where the password goes as it is', `${no} ${password}\r\n`, 'sign-in-refused', {
      answers: bare,
    }),
    on(
      'refused, and a flood',
      (peer, tag) => {
        peer.write(`${no.replace('{tag}', tag)} wrong\r\n`)
        peer.flood('* OK more\r\n')
      },
      'sign-in-refused',
    ),
    on('refused with a line of 1 MB', `${no} ${'w'.repeat(1024 * 1024)}\r\n`, 'too-much-data'),
    on('refused with terminal commands', `${no} \u001b[2J\u001b]0;x\u0007\u202ewrong\r\n`, 'sign-in-refused'),
    on(
      'sent to another host',
      `${no} [REFERRAL imap://other.example.test/] try there\r\n`,
      'sign-in-refused',
    ),
    on(
      'sent to an address of this machine',
      `${no} [REFERRAL imap://127.0.0.1:1/] try there\r\n`,
      'sign-in-refused',
    ),
    on('an alert', `${no} [ALERT] call http://evil.example.test \u001b[1m\r\n`, 'sign-in-refused'),
    on('silence', () => {}, 'timed-out', { stalls: true }),
    on('a drip', (peer) => peer.drip(`${imap ? '* OK' : '+OK'} wait `.repeat(40)), 'timed-out', {
      stalls: true,
    }),
    on('a drop', (peer) => peer.end(), 'closed'),
    on('a reset', (peer) => peer.reset(), 'reset | login closed'),
    on('half an answer and a drop', (peer) => peer.end(imap ? '* OK wa' : '-ER'), 'closed'),
    on('an answer that is none', 'what is this\r\n', imap ? 'malformed | login timed-out' : 'malformed', {
      stalls: true,
    }),
    on('an endless line', (peer) => peer.flood('q'), 'too-much-data'),
    on(
      'endless continuations',
      (peer) => peer.flood('+ \r\n'),
      imap ? 'too-much-data | login closed | login malformed | login timed-out' : 'malformed',
      { stalls: true },
    ),
    ...(imap
      ? [
          on(
            'an untagged flood',
            (peer) => peer.flood('* 1 EXISTS\r\n'),
            'too-much-data | login closed | login timed-out',
            {
              stalls: true,
            },
          ),
          on('a goodbye', (peer) => peer.end('* BYE too many failures\r\n'), 'bye'),
          on('a goodbye, and silence', '* BYE too many failures\r\n', 'bye | login timed-out', {
            stalls: true,
          }),
          on(
            'throttled',
            '{tag} BAD Request is throttled. Suggested Backoff Time: 299999 milliseconds\r\n',
            'refused-by-server',
          ),
          on('refused with BAD', '{tag} BAD syntax\r\n', 'sign-in-refused'),
          on('the answer of another tag', 'zz9 OK in\r\n', 'malformed | login timed-out | login closed', {
            stalls: true,
          }),
          on(
            'a literal of 2 GB in the refusal',
            '{tag} NO {2147483647}\r\n',
            'sign-in-refused | login too-much-data | login timed-out',
            {
              stalls: true,
            },
          ),
          on(
            'a literal of a negative size',
            '* OK {-5}\r\n{tag} NO wrong\r\n',
            'sign-in-refused | login malformed',
          ),
        ]
      : [
          on('a flood of refusals', (peer) => peer.flood('-ERR wrong\r\n'), 'sign-in-refused'),
          on('throttled', '-ERR [LOGIN-DELAY] wait\r\n', 'sign-in-refused'),
          on(
            'another continuation',
            (peer) => peer.ask('+ again\r\n', () => peer.write('+ again\r\n')),
            'malformed | login sign-in-refused',
          ),
        ]),
    {
      name: 'sign-in: a challenge that is not base64',
      answers: imap
        ? {
            AUTHENTICATE: (peer, tag) =>
              peer.ask('+ \u001b[31m not base64 !!!\r\n', () => peer.write(`${tag} NO wrong\r\n`)),
          }
        : { AUTH: (peer) => peer.ask('+ \u001b[31m not base64 !!!\r\n', () => peer.write('-ERR wrong\r\n')) },
      expects: 'login malformed',
    },
    {
      name: 'sign-in: the mechanism refused that was announced',
      answers: imap ? { AUTHENTICATE: '{tag} NO unknown\r\n' } : { AUTH: '-ERR unknown\r\n' },
      expects: 'login sign-in-refused',
    },
    {
      name: 'sign-in: success before the password was sent',
      answers: imap
        ? { ...bare, LOGIN: '{tag} OK in\r\n' }
        : { CAPA: '+OK\r\nUSER\r\n.\r\n', USER: '+OK in\r\n+OK in\r\n' },
      expects: imap ? 'none' : 'none | login malformed | session malformed | capability-login malformed',
      stalls: !imap,
    },
  ]
})
