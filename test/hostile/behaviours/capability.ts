import { allForms, type Behaviour, inForms, type Reaction, type Row } from '../behaviour.js'

const imapRows: Row[] = [
  {
    name: 'refused with NO',
    answers: { CAPABILITY: '{tag} NO not for you\r\n' },
    expects: 'capability refused-by-server',
  },
  {
    name: 'refused with BAD',
    answers: { CAPABILITY: '{tag} BAD what\r\n' },
    expects: 'capability refused-by-server',
  },
  {
    name: 'OK without a list',
    answers: { CAPABILITY: '{tag} OK done\r\n' },
    expects: 'capability malformed',
  },
  {
    name: 'endless untagged lists',
    answers: { CAPABILITY: (peer) => peer.flood('* CAPABILITY IMAP4rev1\r\n') },
    expects: 'capability too-much-data',
  },
  {
    name: 'endless untagged words',
    answers: { CAPABILITY: (peer) => peer.flood('* OK still here\r\n') },
    expects: 'capability too-much-data',
  },
  {
    name: 'a line of 1 MB',
    answers: { CAPABILITY: `* CAPABILITY ${'X'.repeat(1024 * 1024)}\r\n{tag} OK done\r\n` },
    expects: 'capability too-much-data',
  },
  ...['{2147483648}', '{-1}', '{0}', '{99999999999999999999}', '{10+}', '~{5}'].map((literal) => ({
    name: `a literal of ${literal}`,
    answers: { CAPABILITY: `* CAPABILITY IMAP4rev1 ${literal}\r\n` },
    expects: 'capability malformed',
  })),
  {
    name: 'nested parentheses',
    answers: { CAPABILITY: `* CAPABILITY ${'('.repeat(30_000)}${')'.repeat(30_000)}\r\n{tag} OK done\r\n` },
    expects: 'none',
  },
  {
    name: 'a tag of somebody else',
    answers: { CAPABILITY: 'a999 OK done\r\n' },
    expects: 'capability malformed',
  },
  { name: 'a continuation', answers: { CAPABILITY: '+ go ahead\r\n' }, expects: 'capability malformed' },
  {
    name: 'an empty line',
    answers: { CAPABILITY: '\r\n{tag} OK done\r\n' },
    expects: 'capability malformed',
  },
  {
    name: 'a goodbye instead',
    answers: { CAPABILITY: (peer) => peer.end('* BYE [UNAVAILABLE] too busy \u001b[5m\r\n') },
    expects: 'capability bye',
  },
  {
    name: 'a goodbye, and silence',
    answers: { CAPABILITY: '* BYE too busy\r\n' },
    stalls: true,
    expects: 'capability bye | capability malformed',
  },
  {
    name: 'names of members, ANSI and direction marks',
    answers: {
      CAPABILITY:
        '* CAPABILITY IMAP4rev1 __proto__ constructor hasOwnProperty \u001b[31mRED \u202eEVIL AUTH=\u0000 =1+1 @SUM(A1)\r\n{tag} OK done\r\n',
    },
    expects: 'none',
  },
  {
    name: 'ten thousand names',
    answers: {
      CAPABILITY: `* CAPABILITY IMAP4rev1 ${Array.from({ length: 10_000 }, (_, index) => `X${index}`)
        .join(' ')
        .slice(0, 60_000)}\r\n{tag} OK done\r\n`,
    },
    expects: 'none',
  },
]

const pop3Rows: Row[] = [
  {
    name: 'a list without an end',
    answers: { CAPA: '+OK\r\nUIDL\r\n' },
    stalls: true,
    expects: 'capability timed-out',
  },
  {
    name: 'an endless list',
    answers: {
      CAPA: (peer) => {
        peer.write('+OK\r\n')
        peer.flood('XNAME\r\n')
      },
    },
    expects: 'capability too-much-data',
  },
  {
    name: 'a line of 1 MB',
    answers: { CAPA: `+OK\r\n${'X'.repeat(1024 * 1024)}\r\n.\r\n` },
    expects: 'capability too-much-data',
  },
  { name: 'neither +OK nor -ERR', answers: { CAPA: 'UIDL\r\n.\r\n' }, expects: 'capability malformed' },
  { name: 'a continuation', answers: { CAPA: '+ go ahead\r\n' }, expects: 'capability malformed' },
  { name: 'an empty line', answers: { CAPA: '\r\n' }, expects: 'capability malformed' },
  {
    name: 'names of members, ANSI and direction marks',
    answers: {
      CAPA: '+OK\r\n__proto__\r\nconstructor x\r\n\u001b[31mRED\r\nSASL __proto__ \u202eEVIL\r\n=1+1\r\nSTLS\r\n.\r\n',
    },
    expects: 'none',
  },
  {
    name: 'numbers that are none',
    answers: {
      CAPA: '+OK\r\nEXPIRE -1\r\nLOGIN-DELAY 99999999999999999999\r\nEXPIRE 1e999 USER\r\nSTLS\r\n.\r\n',
    },
    expects: 'none',
  },
  {
    name: 'dots doubled, alone with blanks, and empty lines',
    answers: { CAPA: '+OK\r\n..UIDL\r\n...\r\n. \r\n\r\nSTLS\r\n.\r\n' },
    expects: 'none',
  },
  {
    name: 'the last dot in segments of its own',
    answers: {
      CAPA: (peer) => {
        const pieces = ['+OK\r\nUIDL\r\nSTLS\r', '\n', '.', '\r', '\n']
        pieces.forEach((piece, index) => {
          peer.later(index * 5, () => peer.write(piece))
        })
      },
    },
    expects: 'none',
  },
  {
    name: 'ten thousand names',
    answers: {
      CAPA: `+OK\r\n${Array.from({ length: 4000 }, (_, index) => `X${index}`).join('\r\n')}\r\nSTLS\r\n.\r\n`,
    },
    expects: 'none',
  },
]

/** What either protocol's server can do when it is asked for its capabilities. */
function both(command: string, pipelined: boolean): Row[] {
  const row = (name: string, reaction: Reaction, expects: string, stalls = false): Row => ({
    name,
    answers: { [command]: reaction },
    expects: `capability ${expects}${pipelined && stalls ? ' | capability malformed' : ''}`,
    ...(stalls && { stalls }),
  })
  return [
    row('silence', () => {}, 'timed-out', true),
    row('a drip', (peer) => peer.drip('* CAPABILITY '.repeat(30)), 'timed-out', true),
    row('an endless line', (peer) => peer.flood('+OK'), 'too-much-data'),
    row('a drop', (peer) => peer.end(), 'closed'),
    row(
      'a drop half way',
      (peer) => peer.end(command === 'CAPA' ? '+OK\r\nUID' : '* CAPABILITY IMAP'),
      'closed',
    ),
    row('a reset', (peer) => peer.reset(), 'reset'),
    row('NUL and noise', (peer) => peer.end(Buffer.from('\0\xff\xfe\x80\r\n\0\r\n', 'latin1')), 'malformed'),
    row('HTTP', (peer) => peer.end('HTTP/1.0 400 Bad request\r\n\r\n'), 'malformed'),
  ]
}

/** What stands in the place of a capability list. */
export const capabilities: Behaviour[] = inForms(allForms, ({ protocol, security }) => [
  ...both(protocol === 'imap' ? 'CAPABILITY' : 'CAPA', protocol === 'imap' && security === 'starttls'),
  ...(protocol === 'imap' ? imapRows : pop3Rows),
  {
    name: 'an answer before the question',
    greeting: protocol === 'imap' ? '* OK hello\r\na1 OK done\r\n' : '+OK hello\r\n+OK\r\nUIDL\r\n.\r\n',
    // Inside TLS nobody else can have slipped it in: it is the server's own disorder.
    expects: security === 'starttls' ? 'capability injected-data' : 'capability malformed',
  },
  ...(protocol === 'pop3'
    ? [
        { name: 'refused', answers: { CAPA: '-ERR \u001b[31mwhat\u0007\r\n' }, expects: 'none' },
        {
          name: 'refused, and a flood',
          answers: {
            CAPA: ((peer) => {
              peer.write('-ERR what\r\n')
              peer.flood('-ERR what\r\n')
            }) satisfies Reaction,
          },
          expects: security === 'starttls' ? 'starttls injected-data' : 'login malformed',
        },
      ]
    : []),
])
