import type { Endpoint } from '../model/index.js'
import type { Dialogue } from './dialogue.js'
import { ImapDialogue } from './imap-dialogue.js'
import { Pop3Dialogue } from './pop3-dialogue.js'

/** The dialogue of an endpoint's protocol, for one connection. */
export function dialogueFor({ protocol }: Pick<Endpoint, 'protocol'>): Dialogue {
  return protocol === 'imap' ? new ImapDialogue() : new Pop3Dialogue()
}
