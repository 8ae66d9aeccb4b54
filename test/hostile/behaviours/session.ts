import { allForms, type Behaviour, inForms, type Reaction, type Row } from '../behaviour.js'

const status = (text: string) => `* STATUS INBOX (MESSAGES ${text})\r\n{tag} OK done\r\n`

function imapRow(name: string, answers: Record<string, Reaction>, expects: string, stalls = false): Row {
  return { name: `session: ${name}`, answers, expects, ...(stalls && { stalls }) }
}

const imapRows: Row[] = [
  imapRow('a huge number of messages', { STATUS: status('9'.repeat(400)) }, 'none | session malformed'),
  imapRow('a negative number of messages', { STATUS: status('-5') }, 'none | session malformed'),
  imapRow('a number that is none', { STATUS: status('many') }, 'none | session malformed'),
  imapRow('STATUS refused', { STATUS: '{tag} NO \u001b[31mno\r\n' }, 'session refused-by-server'),
  imapRow('STATUS unknown', { STATUS: '{tag} BAD what\r\n' }, 'session refused-by-server'),
  imapRow(
    'STATUS of something else',
    { STATUS: '* STATUS Other (MESSAGES 3)\r\n{tag} OK\r\n' },
    'none | session malformed',
  ),
  imapRow('STATUS in silence', { STATUS: () => {} }, 'session timed-out', true),
  imapRow(
    'STATUS without an end',
    { STATUS: (peer) => peer.flood('* STATUS INBOX (MESSAGES 1)\r\n') },
    'session too-much-data | session closed',
  ),
  imapRow(
    'untagged without an end',
    { STATUS: (peer) => peer.flood('* 7 EXISTS\r\n') },
    'session too-much-data | session closed',
  ),
  imapRow(
    'LIST without an end',
    { STATUS: (peer) => peer.flood('* LIST () "/" x\r\n') },
    'session too-much-data | session closed | session timed-out',
    true,
  ),
  imapRow(
    'a literal of 2 GB',
    { STATUS: '* STATUS {2147483647}\r\n' },
    'session too-much-data | session closed | session malformed',
  ),
  imapRow('a literal that never comes', { STATUS: '* STATUS {100}\r\n' }, 'session timed-out', true),
  imapRow(
    'a literal of a negative size',
    { STATUS: '* STATUS {-1} (MESSAGES 1)\r\n{tag} OK\r\n' },
    'none | session malformed | session closed',
  ),
  imapRow(
    'literals in LIST',
    { STATUS: '* LIST () {1}\r\n/ {5}\r\nINBOX\r\n* STATUS {5}\r\nINBOX (MESSAGES 3)\r\n{tag} OK\r\n' },
    'none',
  ),
  imapRow(
    'parentheses without an end',
    { STATUS: `* STATUS INBOX ${'('.repeat(60_000)}\r\n{tag} OK\r\n` },
    'none | session too-much-data | session malformed | session closed',
  ),
  imapRow(
    'a line of 5 MB',
    { STATUS: `* STATUS ${'a'.repeat(5 * 1024 * 1024)}\r\n{tag} OK\r\n` },
    'session too-much-data | session timed-out',
  ),
  imapRow('a goodbye', { STATUS: (peer) => peer.end('* BYE shutting down \u001b[5m\r\n') }, 'session bye'),
  imapRow('a drop', { STATUS: (peer) => peer.end() }, 'session closed'),
  imapRow('a reset', { STATUS: (peer) => peer.reset() }, 'session reset | session closed'),
  imapRow(
    'names of members',
    { STATUS: '* STATUS INBOX (__proto__ 1 constructor 2 MESSAGES 3)\r\n{tag} OK\r\n' },
    'none',
  ),
  imapRow(
    'quota of huge numbers',
    { GETQUOTAROOT: `* QUOTAROOT INBOX ""\r\n* QUOTA "" (STORAGE ${'9'.repeat(300)} -1)\r\n{tag} OK\r\n` },
    'none | session malformed',
  ),
  imapRow(
    'quota of no numbers',
    { GETQUOTAROOT: '* QUOTAROOT INBOX ""\r\n* QUOTA "" (STORAGE x y)\r\n{tag} OK\r\n' },
    'none | session malformed',
  ),
  imapRow(
    'quota without an end',
    { GETQUOTAROOT: (peer) => peer.flood('* QUOTA "" (STORAGE 1 2)\r\n') },
    'session too-much-data | session closed',
  ),
  imapRow('quota in silence', { GETQUOTAROOT: () => {} }, 'session timed-out', true),
  ...['STATUS', 'EXAMINE', 'IDLE'].map((command) =>
    imapRow(
      `millions of vanished messages in answer to ${command}`,
      {
        CAPABILITY: '* CAPABILITY IMAP4rev1 AUTH=PLAIN IDLE\r\n{tag} OK done\r\n',
        EXAMINE: '* 2 EXISTS\r\n{tag} OK [READ-ONLY] done\r\n',
        [command]: (peer) => peer.write('* VANISHED 1:4294967295\r\n'.repeat(1000)),
      },
      'session malformed',
    ),
  ),
  imapRow(
    'an ID of terminal commands',
    { ID: '* ID ("name" "\u001b[2Jx\u202e" "version" "\u0007")\r\n{tag} OK\r\n' },
    'none',
  ),
  imapRow(
    'an ID that is malformed',
    { ID: '* ID (((\r\n{tag} OK\r\n' },
    'none | login malformed | login closed',
  ),
  imapRow(
    'an ID without an end',
    { ID: (peer) => peer.flood('* ID ("name" "x")\r\n') },
    'login too-much-data | login closed | session closed | session too-much-data | none',
  ),
]

const pop3Rows: Row[] = [
  ...['-1 -1', `${'9'.repeat(400)} 1`, 'NaN Infinity', '1', '', '0x10 2', '1 2; DROP', '1e3 5'].map((text) =>
    imapRow(`STAT of ${text.slice(0, 12)}`, { STAT: `+OK ${text}\r\n` }, 'session malformed'),
  ),
  imapRow('STAT of more than it asks', { STAT: '+OK 3 4 \u001b[31mmore\r\n' }, 'none'),
  imapRow('STAT refused', { STAT: '-ERR [IN-USE] \u001b[31mlocked\r\n' }, 'session refused-by-server'),
  imapRow('STAT in silence', { STAT: () => {} }, 'session timed-out', true),
  imapRow('STAT not answered in POP3', { STAT: '* OK what\r\n' }, 'session malformed'),
  imapRow(
    'UIDL without an end',
    {
      UIDL: (peer) => {
        peer.write('+OK\r\n')
        peer.flood('1 abcdefghijklmnopqrstuvwxyz\r\n')
      },
    },
    'session too-much-data | session timed-out',
  ),
  imapRow(
    'UIDL of empty lines',
    {
      UIDL: (peer) => {
        peer.write('+OK\r\n')
        peer.flood('\r\n')
      },
    },
    'session too-much-data | session timed-out',
  ),
  imapRow(
    'UIDL of one endless line',
    {
      UIDL: (peer) => {
        peer.write('+OK\r\n')
        peer.flood('1')
      },
    },
    'session too-much-data | session timed-out',
  ),
  imapRow(
    'UIDL of long lines',
    { UIDL: (peer) => peer.write(`+OK\r\n${`1 ${'u'.repeat(60_000)}\r\n`.repeat(270)}.\r\n`) },
    'session too-much-data',
  ),
  imapRow('UIDL that stops', { UIDL: '+OK\r\n1 a\r\n2 ' }, 'session timed-out', true),
  imapRow('UIDL of no numbers', { UIDL: '+OK\r\n\u001b[31m \u202e\r\n-1 a\r\n  \r\n1\r\n.\r\n' }, 'none'),
  imapRow('UIDL with one id for all', { UIDL: '+OK\r\n1 a\r\n2 a\r\n.\r\n' }, 'none'),
  imapRow('UIDL refused', { UIDL: '-ERR unknown \u001b[31m\r\n' }, 'none'),
  imapRow('UIDL and a drop', { UIDL: (peer) => peer.end('+OK\r\n1 a\r\n') }, 'session closed'),
  imapRow(
    'UIDL and a reset',
    {
      UIDL: (peer) => {
        peer.write('+OK\r\n1 a\r\n')
        peer.later(20, () => peer.reset())
      },
    },
    'session reset | session closed',
  ),
  imapRow(
    'UIDL with dots at the edges',
    {
      UIDL: (peer) => {
        const pieces = ['+OK\r\n1 .', 'a\r', '\n', '.', '.2 b\r\n', '.\r', '\n']
        pieces.forEach((piece, index) => {
          peer.later(index * 5, () => peer.write(piece))
        })
      },
    },
    'none',
  ),
  imapRow('an answer too many', { STAT: '+OK 1 1\r\n-ERR and more\r\n' }, 'none'),
]

/** What a server does once somebody has signed in. */
export const sessions: Behaviour[] = inForms(['imap tls', 'pop3 tls'], ({ protocol }) =>
  protocol === 'imap' ? imapRows : pop3Rows,
)

/** What a server does when it is told goodbye. */
export const goodbyes: Behaviour[] = inForms(allForms, ({ protocol }) => {
  const command = protocol === 'imap' ? 'LOGOUT' : 'QUIT'
  const on = (name: string, reaction: Reaction): Row => ({
    name: `goodbye: ${name}`,
    answers: { [command]: reaction },
    expects: 'none',
  })
  return [
    on('no answer', () => {}),
    on('a flood', (peer) => peer.flood('* BYE bye bye\r\n')),
    on('an endless line', (peer) => peer.flood('x')),
    on('a drip', (peer) => peer.drip('* BYE '.repeat(60))),
    on('a reset', (peer) => peer.reset()),
    on('a refusal', '-ERR no, stay\r\n'),
  ]
})
