import { allForms, type Behaviour, inForms } from '../behaviour.js'

const noise = Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 7919 + 13) % 251))
const alert = Buffer.from([0x15, 3, 3, 0, 2, 2, 40])

/** What stands in the place of the greeting, or comes with it. */
export const greetings: Behaviour[] = inForms(allForms, ({ protocol, security }) => {
  const imap = protocol === 'imap'
  const ok = imap ? '* OK' : '+OK'
  const no = imap ? '* BYE' : '-ERR'
  return [
    { name: 'no greeting', greeting: () => {}, stalls: true, expects: 'greeting timed-out' },
    {
      name: 'a greeting that drips',
      greeting: (peer) => peer.drip(`${ok} ${'x'.repeat(200)}`),
      stalls: true,
      expects: 'greeting timed-out',
    },
    {
      name: 'an endless line',
      greeting: (peer) => peer.flood('x'),
      expects: 'greeting too-much-data',
    },
    {
      name: 'an endless line that begins well',
      greeting: (peer) => peer.flood(`${ok} x`),
      expects: 'greeting too-much-data',
    },
    {
      name: 'endless greetings',
      greeting: (peer) => peer.flood(`${ok} hello\r\n`),
      // Inside TLS it is the server's own disorder; how much of it has arrived before the question is up to the network.
      expects:
        security === 'tls' ? 'capability too-much-data | capability malformed' : 'capability injected-data',
    },
    {
      name: 'endless line ends',
      greeting: (peer) => peer.flood('\r\n'),
      expects: 'greeting not-this-protocol',
    },
    {
      name: 'one burst of 10 MB',
      greeting: `${ok} ${'y'.repeat(10 * 1024 * 1024)}\r\n`,
      expects: 'greeting too-much-data',
    },
    { name: 'NUL inside', greeting: `${ok} a\0b\0\r\n`, expects: 'none' },
    {
      name: 'bytes that are no UTF-8',
      greeting: Buffer.from(`${ok} \xff\xfe\xc3\x28 \x80\x9b\r\n`, 'latin1'),
      expects: 'none',
    },
    { name: 'CR alone as line end', greeting: `${ok} hello\r`, stalls: true, expects: 'greeting timed-out' },
    { name: 'LF alone as line end', greeting: `${ok} hello\n`, expects: 'none' },
    { name: 'CR inside', greeting: `${ok} first\rsecond\r\n`, expects: 'none' },
    { name: 'an empty line', greeting: '\r\n', expects: 'greeting not-this-protocol' },
    { name: 'a goodbye', greeting: `${no} go away\r\n`, expects: 'greeting bye' },
    {
      name: 'a goodbye and a flood',
      greeting: (peer) => {
        peer.write(`${no} go away\r\n`)
        peer.flood(`${no} x\r\n`)
      },
      expects: 'greeting bye',
    },
    {
      name: 'a session without a sign-in',
      greeting: '* PREAUTH welcome\r\n',
      expects: !imap ? 'greeting not-this-protocol' : security === 'tls' ? 'none' : 'greeting preauth',
    },
    {
      name: 'the other mail protocol',
      greeting: imap ? '+OK POP3 ready\r\n' : '* OK IMAP4rev1 ready\r\n',
      expects: 'greeting not-this-protocol',
    },
    { name: 'SMTP', greeting: '220 mx ESMTP\r\n', expects: 'greeting not-this-protocol' },
    {
      name: 'HTTP',
      greeting: (peer) => peer.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'),
      expects: 'greeting not-this-protocol',
    },
    { name: 'SSH', greeting: 'SSH-2.0-OpenSSH_9.2p1\r\n', expects: 'greeting not-this-protocol' },
    {
      name: 'a TLS alert in its place',
      greeting: (peer) => peer.end(alert),
      expects: 'greeting closed',
    },
    {
      name: 'binary noise',
      greeting: (peer) => peer.end(noise),
      expects: 'greeting not-this-protocol',
    },
    {
      name: 'terminal commands',
      greeting: `${ok} \u001b[2J\u001b]0;owned\u0007\u001b]52;c;cm0=\u0007\u001bP+q\u001b\\ \u009b31m\b\b\r\n`,
      expects: 'none',
    },
    {
      name: 'direction marks and separators',
      greeting: `${ok} \u202egnp.exe\u2066x\u2028next\u2029\u200f\u061c\ufeff\u00ad\u{e0041}\r\n`,
      expects: 'none',
    },
    {
      name: 'a formula, markup and a link',
      greeting: `${ok} =cmd|'/C calc'!A1 <img src=x onerror=alert(1)> [x](javascript:1) | \`x\`\r\n`,
      expects: 'none',
    },
    { name: 'a drop', greeting: (peer) => peer.end(), expects: 'greeting closed' },
    { name: 'half a line and a drop', greeting: (peer) => peer.end(`${ok} hel`), expects: 'greeting closed' },
    { name: 'a reset', greeting: (peer) => peer.later(30, () => peer.reset()), expects: 'greeting reset' },
    {
      name: 'a code of many brackets',
      greeting: `${ok} ${'['.repeat(20_000)}${']'.repeat(20_000)}\r\n`,
      expects: 'none',
    },
    {
      name: 'a long code',
      greeting: `${no} [${'UNAVAILABLE'.repeat(3000)} \u001b[31m] go away\r\n`,
      expects: 'greeting bye',
    },
    {
      name: 'thousands of capabilities',
      greeting: `${ok} [CAPABILITY ${Array.from({ length: 5000 }, (_, index) => `X${index}`).join(' ')}] hi\r\n`,
      expects: 'none',
    },
    {
      name: 'codes as names of members',
      greeting: `${ok} [CAPABILITY __proto__ constructor toString AUTH=__proto__] hi\r\n`,
      expects: 'none',
    },
    {
      name: 'timestamps that are none',
      greeting: `${ok} <${'<'.repeat(500)}1896.697@dbc>>>\u001b[0m <a@b> <\r\n`,
      expects: 'none',
    },
  ]
})
