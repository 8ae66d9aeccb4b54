import type { ServerStep, StepAction } from '../model/index.js'
import type { Session } from './session.js'

/** Where a list of steps is played: the tag that {tag} stands for, and what `ordinary` means there. */
export interface Occasion {
  tag: string
  ordinary(): Promise<void>
}

/** Plays a scenario's steps in order, and stops early once the session is over or the client has gone. */
export async function play(session: Session, steps: ServerStep[], occasion: Occasion): Promise<void> {
  for (const step of steps) {
    if (session.over) return
    await playOne(session, step, occasion)
  }
}

async function playOne(session: Session, step: ServerStep, occasion: Occasion): Promise<void> {
  const { connection } = session
  const filled = (text: string) => text.replaceAll('{tag}', occasion.tag)
  if ('line' in step) return connection.line(filled(step.line))
  if ('raw' in step) return connection.raw(filled(step.raw))
  if ('waitMs' in step) return connection.wait(step.waitMs)
  if ('drip' in step) {
    for (const byte of filled(step.drip)) {
      if (connection.ended) return
      await connection.raw(byte)
      await connection.wait(step.everyMs)
    }
    return
  }
  if ('flood' in step) {
    for (let sent = 0; sent < (step.times ?? Number.POSITIVE_INFINITY) && !connection.ended; sent++) {
      await connection.raw(filled(step.flood))
      if (step.everyMs) await connection.wait(step.everyMs)
    }
    return
  }
  if ('readLines' in step) {
    for (let read = 0; read < step.readLines; read++) await connection.readLine()
    return
  }
  return act(session, step.do, occasion)
}

async function act(session: Session, action: StepAction, occasion: Occasion): Promise<void> {
  switch (action) {
    case 'ordinary':
      return occasion.ordinary()
    case 'start-tls':
      return session.connection.startTls(session.tls)
    case 'sign-in':
      session.account = session.script.accounts[0]
      return
    case 'close':
      session.over = true
      return
    case 'reset':
      session.over = true
      return session.connection.reset()
    case 'hang':
      session.over = true
      return session.connection.hang()
  }
}
