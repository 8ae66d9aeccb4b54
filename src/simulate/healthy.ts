import type {
  Protocol,
  Scenario,
  ScenarioEndpoint,
  ScriptedReply,
  ServerStep,
  SessionState,
  SimulatedAccount,
  SimulatedFolder,
} from '../model/index.js'

/** An endpoint with everything filled in that the scenario left out. */
export interface EndpointScript {
  protocol: Protocol
  implicitTls: boolean
  greeting: string
  greetingCapabilities: boolean
  capabilities: Record<SessionState, string[]>
  onConnect: ServerStep[]
  replies: ScriptedReply[]
  accounts: SimulatedAccount[]
}

const greetings: Record<Protocol, string> = {
  imap: '* OK Simulated mail server ready.',
  pop3: '+OK Simulated mail server ready.',
}

// As Dovecot 2.3 lists them where passwords are taken inside TLS only; the lists after login leave out what a
// simulation would then have to do for real, such as COMPRESS=DEFLATE.
const imapBase = 'IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+'
const capabilities: Record<Protocol, Record<SessionState, string[]>> = {
  imap: {
    'before-tls': `${imapBase} STARTTLS LOGINDISABLED`.split(' '),
    'after-tls': `${imapBase} AUTH=PLAIN AUTH=LOGIN`.split(' '),
    'after-login': [
      ...imapBase.split(' '),
      ...'SORT SORT=DISPLAY THREAD=REFERENCES THREAD=ORDEREDSUBJECT MULTIAPPEND URL-PARTIAL CATENATE'.split(
        ' ',
      ),
      ...'UNSELECT CHILDREN NAMESPACE UIDPLUS LIST-EXTENDED I18NLEVEL=1 CONDSTORE QRESYNC ESEARCH ESORT'.split(
        ' ',
      ),
      ...'SEARCHRES WITHIN CONTEXT=SEARCH LIST-STATUS BINARY MOVE STATUS=SIZE SPECIAL-USE QUOTA'.split(' '),
    ],
  },
  pop3: {
    'before-tls': ['CAPA', 'TOP', 'UIDL', 'RESP-CODES', 'PIPELINING', 'AUTH-RESP-CODE', 'STLS', 'SASL'],
    'after-tls': [
      ...['CAPA', 'TOP', 'UIDL', 'RESP-CODES', 'PIPELINING', 'AUTH-RESP-CODE'],
      ...['USER', 'SASL PLAIN LOGIN'],
    ],
    'after-login': [],
  },
}

const account: SimulatedAccount = { user: 'demo', password: 'open-sesame' }
const inbox: SimulatedFolder = { name: 'INBOX', messages: 3, unseen: 1 }

/** Who can sign in: demo, where the scenario says nothing. */
export function accountsOf({ accounts = [account] }: Scenario): SimulatedAccount[] {
  return accounts
}

/** Fills in what a healthy server would do wherever the scenario is silent. */
export function endpointScript(scenario: Scenario, endpoint: ScenarioEndpoint): EndpointScript {
  const { protocol, security } = endpoint
  const healthy = capabilities[protocol]
  const afterTls = endpoint.afterTls ?? healthy['after-tls']
  // Where there is no TLS at all, a server that can be used takes the sign-in in clear.
  const beforeTls = endpoint.beforeTls ?? (security === 'none' ? afterTls : healthy['before-tls'])
  const beforeLogin = security === 'none' ? beforeTls : afterTls
  return {
    protocol,
    implicitTls: security === 'tls',
    greeting: endpoint.greeting ?? greetings[protocol],
    greetingCapabilities: endpoint.greetingCapabilities ?? true,
    capabilities: {
      'before-tls': beforeTls,
      'after-tls': afterTls,
      'after-login': endpoint.afterLogin ?? (protocol === 'pop3' ? beforeLogin : healthy['after-login']),
    },
    onConnect: endpoint.onConnect ?? [{ do: 'ordinary' }],
    replies: endpoint.replies ?? [],
    accounts: accountsOf(scenario),
  }
}

/** The folders of an account; there is always an INBOX (RFC 3501 section 5.1). */
export function foldersOf({ folders = [inbox] }: SimulatedAccount): SimulatedFolder[] {
  return folders.some((folder) => folder.name === 'INBOX') ? folders : [inbox, ...folders]
}

/** The text of a message: short, always the same, and with a line that POP3 has to dot-stuff. */
export function messageText(number: number): string {
  return [
    'From: Simulation <postmaster@mail.demo.example>',
    'To: Demo <demo@mail.demo.example>',
    `Subject: Message ${number}`,
    'Date: Mon, 05 Jan 2026 09:00:00 +0000',
    `Message-ID: <${number}@mail.demo.example>`,
    '',
    `This is message ${number} of a simulated mailbox.`,
    '.A line that begins with a dot.',
    '',
  ].join('\r\n')
}
