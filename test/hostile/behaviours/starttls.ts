import { type Behaviour, inForms, type Reaction, type Row } from '../behaviour.js'

/** What a server, or somebody on the path, does around the command that starts TLS. */
export const startTls: Behaviour[] = inForms(['imap starttls', 'pop3 starttls'], ({ protocol }) => {
  const imap = protocol === 'imap'
  const command = imap ? 'STARTTLS' : 'STLS'
  const ok = (tag: string) => (imap ? `${tag} OK go\r\n` : '+OK go\r\n')
  const injected = imap ? '* CAPABILITY IMAP4rev1 INJECTED AUTH=PLAIN\r\n' : '+OK\r\nINJECTED\r\n.\r\n'
  const on = (name: string, reaction: Reaction, expects: string, more: Partial<Row> = {}): Row => ({
    name,
    answers: { [command]: reaction },
    expects,
    ...more,
  })
  /** Goes on as if nothing had happened: a client that believes it would have sent its password. */
  const inject =
    (text: string): Reaction =>
    (peer, tag) =>
      peer.upgrade('', ok(tag) + text)
  return [
    on('a whole line in the same segment', inject(injected), 'starttls injected-data'),
    on('half a line in the same segment', inject('* CAPABILITY INJ'), 'starttls injected-data'),
    on('one byte in the same segment', inject('x'), 'starttls injected-data'),
    on(
      'a tagged answer for the next command',
      (peer, tag) =>
        peer.upgrade('', `${ok(tag)}${tag.replace(/\d+$/, (n) => `${Number(n) + 1}`)} OK in\r\n`),
      'starttls injected-data',
    ),
    on(
      'a line in the next segment',
      (peer, tag) => {
        peer.write(ok(tag))
        peer.later(1, () => peer.write(injected))
      },
      // It may arrive before the handshake begins, or be what OpenSSL reads in place of a record.
      'starttls injected-data | tls not-tls',
    ),
    on(
      'a flood after the answer',
      (peer, tag) => {
        peer.write(ok(tag))
        peer.flood(injected)
      },
      'starttls injected-data | tls not-tls',
    ),
    on(
      'refused',
      (peer, tag) => peer.write(imap ? `${tag} NO not now\r\n` : '-ERR not now\r\n'),
      'starttls refused-by-server',
    ),
    on(
      'unknown',
      (peer, tag) => peer.write(imap ? `${tag} BAD what\r\n` : '-ERR [SYS/PERM] what\r\n'),
      'starttls refused-by-server',
    ),
    on(
      'refused, with words from a terminal',
      (peer, tag) => peer.write(imap ? `${tag} NO \u001b[31mno\u202e\r\n` : '-ERR \u001b[31mno\u202e\r\n'),
      'starttls refused-by-server',
    ),
    on('hung', () => {}, 'starttls timed-out', { stalls: true }),
    on('an answer that drips', (peer) => peer.drip('* OK wait '.repeat(40)), 'starttls timed-out', {
      stalls: true,
    }),
    on('OK and silence', (peer, tag) => peer.write(ok(tag)), 'tls timed-out', { stalls: true }),
    on('OK and a drop', (peer, tag) => peer.end(ok(tag)), 'tls closed-before-server-hello'),
    on(
      'OK and a reset',
      (peer, tag) => {
        peer.write(ok(tag))
        peer.later(30, () => peer.reset())
      },
      'tls closed-before-server-hello | tls reset',
    ),
    on(
      'OK, and clear text in answer to the handshake',
      (peer, tag) => {
        peer.write(ok(tag))
        peer.socket.once('data', () => peer.write(injected.repeat(3)))
      },
      'tls not-tls',
    ),
    on(
      'OK, and noise in answer to the handshake',
      (peer, tag) => {
        peer.write(ok(tag))
        peer.socket.once('data', () => peer.end(Buffer.alloc(5000, 0xa5)))
      },
      'tls not-tls',
    ),
    on('OK twice', (peer, tag) => peer.write(ok(tag) + ok(tag)), 'starttls injected-data'),
    on('a drop instead', (peer) => peer.end(), 'starttls closed'),
    on('a reset instead', (peer) => peer.reset(), 'starttls reset | starttls closed'),
    on('an endless line', (peer) => peer.flood('z'), 'starttls too-much-data'),
    on('an answer that is none', (peer) => peer.write('what is this\r\n'), 'starttls malformed'),
    on('TLS begun without an answer', (peer) => peer.upgrade('', ''), 'starttls timed-out', { stalls: true }),
    {
      name: 'another list inside TLS',
      inClear: imap
        ? { CAPABILITY: '* CAPABILITY IMAP4rev1 STARTTLS BELIEVED AUTH=PLAIN\r\n{tag} OK done\r\n' }
        : { CAPA: '+OK\r\nBELIEVED\r\nSASL PLAIN\r\nSTLS\r\n.\r\n' },
      expects: 'none',
    },
    {
      name: 'no announcement, and a refusal',
      inClear: imap
        ? {
            CAPABILITY: '* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n{tag} OK done\r\n',
            STARTTLS: '{tag} BAD what\r\n',
          }
        : { CAPA: '+OK\r\nUSER\r\nSASL PLAIN\r\n.\r\n', STLS: '-ERR what\r\n' },
      expects: 'starttls refused-by-server',
    },
    {
      name: 'no announcement, and yet TLS',
      inClear: imap
        ? { CAPABILITY: '* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n{tag} OK done\r\n' }
        : { CAPA: '+OK\r\nUSER\r\n.\r\n' },
      expects: 'none',
    },
    {
      name: 'the capabilities refused in clear',
      inClear: imap ? { CAPABILITY: '{tag} NO later\r\n' } : { CAPA: '-ERR later\r\n' },
      expects: imap ? 'capability refused-by-server' : 'none',
    },
    {
      name: 'silence inside TLS',
      answers: imap
        ? {
            CAPABILITY: (peer, tag) =>
              peer.insideTls || peer.write(`* CAPABILITY IMAP4rev1 STARTTLS\r\n${tag} OK\r\n`),
          }
        : { CAPA: (peer) => peer.insideTls || peer.write('+OK\r\nSTLS\r\n.\r\n') },
      stalls: true,
      expects: 'capability-tls timed-out',
    },
    {
      name: 'a goodbye inside TLS',
      onSecure: (peer) => peer.end(imap ? '* BYE [UNAVAILABLE] no\r\n' : '-ERR no\r\n'),
      // A POP3 server without CAPA says the same.
      expects: imap ? 'capability-tls bye' : 'login closed | login sign-in-refused | capability-tls closed',
    },
    {
      name: 'a session without a sign-in, inside TLS',
      onSecure: (peer) => peer.write(imap ? '* PREAUTH welcome\r\n' : '+OK welcome\r\n'),
      expects: imap ? 'none' : 'none | capability-tls malformed | capability-tls timed-out | login malformed',
      stalls: !imap,
    },
    {
      name: 'an answer before the question, inside TLS',
      onSecure: (peer) => peer.write(imap ? 'a1 OK in\r\n' : '-ERR in\r\n'),
      expects: imap ? 'capability-tls malformed' : 'login malformed | login sign-in-refused | none',
    },
    {
      name: 'a flood inside TLS',
      onSecure: (peer) => peer.flood(imap ? '* OK more\r\n' : 'more\r\n'),
      expects: imap ? 'capability-tls too-much-data' : 'capability-tls malformed',
    },
    {
      name: 'TLS offered again inside TLS',
      answers: imap
        ? { CAPABILITY: '* CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN\r\n{tag} OK done\r\n' }
        : { CAPA: '+OK\r\nSTLS\r\nSASL PLAIN\r\n.\r\n' },
      expects: 'none',
    },
    ...(['self-signed', 'wrong-name', 'expired'] as const).map((certificate) => ({
      name: `a certificate that is ${certificate}`,
      certificate,
      expects: 'none',
    })),
  ]
})
