import type { Protocol } from '../../src/model/index.js'
import type { Peer } from './peer.js'

/** What a server does at one point: text to send, `{tag}` standing for the tag of the command, or anything else. */
export type Reaction = string | Buffer | ((peer: Peer, tag: string, words: string[]) => void)

/** One way in which a server behaves. What is not named here is done as a healthy server would. */
export interface Behaviour {
  name: string
  protocol: Protocol
  security: 'tls' | 'starttls'
  greeting?: Reaction
  /**
   * Reactions to commands by their first word, in clear text and inside TLS. `SIGNIN` stands for the moment at which the
   * password has arrived, whatever the mechanism.
   */
  answers?: Record<string, Reaction>
  /** Reactions in clear text only. */
  inClear?: Record<string, Reaction>
  /** Takes the place of the TLS handshake. */
  handshake?: (peer: Peer) => void
  /** Called once TLS is up, before anything is said in it. */
  onSecure?: (peer: Peer) => void
  certificate?: CertificateKind
  /** Signs in with a token in the place of a password. */
  token?: true
  /** Only a time limit ends it: the probe gets a short one. */
  stalls?: boolean
  /** The phase that fails and the cause, `none` where nothing fails. */
  expects: string
}

/** Certificates that servers show. */
export type CertificateKind =
  | 'good'
  | 'expired'
  | 'not-yet-valid'
  | 'self-signed'
  | 'untrusted-issuer'
  | 'wrong-name'
  | 'hostile-names'
  | 'nul-name'
  | 'many-names'
  | 'secret-names'
  | 'oversized'

/** The name and the forms of a behaviour are filled in by `inForms`. */
export type Row = Omit<Behaviour, 'protocol' | 'security'>

/** The four ways in which a mail server is spoken to. */
export type Form = `${Protocol} ${Behaviour['security']}`

export const allForms: readonly Form[] = ['imap tls', 'imap starttls', 'pop3 tls', 'pop3 starttls']

/** One behaviour for each form; a row that does not exist in a form is undefined there. */
export function inForms(
  forms: readonly Form[],
  rows: (form: { protocol: Protocol; security: Behaviour['security'] }) => readonly Row[],
): Behaviour[] {
  return forms.flatMap((form) => {
    const [protocol, security] = form.split(' ') as [Protocol, Behaviour['security']]
    return rows({ protocol, security }).map((row) => ({
      ...row,
      protocol,
      security,
      name: `${form}: ${row.name}`,
    }))
  })
}
