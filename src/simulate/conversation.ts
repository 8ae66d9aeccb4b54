import { TooLong } from './connection.js'
import { imapDialogue } from './imap-script.js'
import { pop3Dialogue } from './pop3-script.js'
import { type Dialogue, replyPicker, type Session } from './session.js'
import { play } from './steps.js'

const dialogues = { imap: imapDialogue, pop3: pop3Dialogue }

/** Serves one connection from the first byte to the last, by its script. */
export async function converse(session: Session): Promise<void> {
  const dialogue = dialogues[session.script.protocol](session)
  try {
    await play(session, session.script.onConnect, { tag: '*', ordinary: () => open(session, dialogue) })
    await answerCommands(session, dialogue)
  } catch (error) {
    if (!(error instanceof TooLong)) throw error
    await dialogue.refuseTooLong()
  }
  session.connection.close()
}

/** What a healthy server does first. */
async function open(session: Session, dialogue: Dialogue): Promise<void> {
  const { connection, script, tls } = session
  if (script.implicitTls && !connection.insideTls) await connection.startTls(tls)
  if (!connection.ended) await dialogue.greet()
}

async function answerCommands(session: Session, dialogue: Dialogue): Promise<void> {
  const pick = replyPicker(session)
  while (!session.over) {
    const command = await dialogue.next()
    if (!command) return
    const ordinary = () => dialogue.answer(command)
    const reply = pick(command)
    await (reply ? play(session, reply.steps, { tag: command.tag, ordinary }) : ordinary())
  }
}
