import type { Protocol } from '../../src/model/index.js'
import type { Behaviour, Reaction } from './behaviour.js'

/** What a healthy server says first. */
export const healthyGreetings: Record<Protocol, string> = { imap: '* OK hello\r\n', pop3: '+OK hello\r\n' }

/** The capability answers of a healthy server, without their ends. */
const lists = {
  imap: { tls: 'IMAP4rev1 AUTH=PLAIN SASL-IR ID QUOTA', starttls: 'IMAP4rev1 STARTTLS LOGINDISABLED' },
  pop3: { tls: 'USER\r\nUIDL\r\nSASL PLAIN', starttls: 'UIDL\r\nSTLS' },
}

/** What a healthy server answers to commands other than those of sign-in and TLS. */
export function healthyAnswers(
  protocol: Protocol,
  security: Behaviour['security'],
): Record<string, Reaction> {
  const list = lists[protocol][security]
  if (protocol === 'pop3') {
    return {
      CAPA: `+OK list\r\n${list}\r\n.\r\n`,
      USER: '+OK\r\n',
      NOOP: '+OK\r\n',
      RSET: '+OK\r\n',
      STAT: '+OK 2 320\r\n',
      TOP: '+OK\r\nSubject: one\r\n\r\n.\r\n',
      LIST: '+OK\r\n1 160\r\n2 160\r\n.\r\n',
      UIDL: '+OK\r\n1 aaa\r\n2 bbb\r\n.\r\n',
      QUIT: '+OK bye\r\n',
    }
  }
  return {
    CAPABILITY: `* CAPABILITY ${list}\r\n{tag} OK done\r\n`,
    ID: '* ID NIL\r\n{tag} OK done\r\n',
    NOOP: '{tag} OK done\r\n',
    LIST: '* LIST (\\HasNoChildren) "/" INBOX\r\n{tag} OK done\r\n',
    LSUB: '{tag} OK done\r\n',
    NAMESPACE: '* NAMESPACE (("" "/")) NIL NIL\r\n{tag} OK done\r\n',
    STATUS: '* STATUS INBOX (MESSAGES 2)\r\n{tag} OK done\r\n',
    GETQUOTAROOT: '* QUOTAROOT INBOX ""\r\n* QUOTA "" (STORAGE 10 100)\r\n{tag} OK done\r\n',
    LOGOUT: '* BYE bye\r\n{tag} OK done\r\n',
  }
}
