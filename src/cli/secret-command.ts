import { type ChildProcess, spawn } from 'node:child_process'
import { UserError } from '../model/index.js'
import { firstLine } from './secret-file.js'

/** How long a command may take, in milliseconds, and how much it may print, in bytes: someone may have to unlock a key. */
const bounds = { ms: 120_000, bytes: 65_536 }

const fatal = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** What became of a command. */
interface Ended {
  output: Buffer
  code: number | null
  signal: NodeJS.Signals | null
}

/**
 * The first line that a command prints, without its end. The shell runs it, as git and mbsync run theirs; what it says on
 * stderr goes to ours. Neither its text nor what it prints is ever part of a message.
 *
 * @param flag that named it, for messages
 * @param ms after which it is ended
 * @throws UserError `secret-unavailable` when it fails, takes too long, or prints too much
 */
export async function secretFromCommand(flag: string, command: string, ms = bounds.ms): Promise<string> {
  const { output, code, signal } = await run(flag, command, ms)
  if (signal !== null) throw unavailable(`The command of ${flag} was ended by ${signal}`)
  if (code !== 0) throw unavailable(`The command of ${flag} ended with status ${code}`)
  return firstLine(output.toString('utf8'))
}

function run(flag: string, command: string, ms: number): Promise<Ended> {
  return new Promise((resolve, reject) => {
    // What is piped into this program is for this program; a terminal is there to ask for a passphrase.
    const asks = process.stdin.isTTY === true
    const stdio = [asks ? 'inherit' : 'ignore', 'pipe', 'inherit'] as const
    // A group of its own, so that all of it can be ended; but a group that is not in front may not use the terminal.
    const detached = !asks && process.platform !== 'win32'
    const child = spawn(command, { shell: true, stdio: [...stdio], detached })
    const chunks: Buffer[] = []
    let bytes = 0
    const forgetSignals = onFatalSignal(() => end(child, detached))
    const giveUp = (why: string) => {
      clearTimeout(timer)
      forgetSignals()
      end(child, detached)
      // What the shell started may hold the pipe open for longer.
      child.stdout?.destroy()
      reject(unavailable(`The command of ${flag} ${why}`))
    }
    const timer = setTimeout(() => giveUp(`took longer than ${ms / 1000} seconds`), ms)
    child.stdout?.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      bytes += chunk.length
      if (bytes > bounds.bytes) giveUp('printed more than a secret can be')
    })
    child.on('error', () => giveUp('could not be started'))
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      forgetSignals()
      resolve({ output: Buffer.concat(chunks), code, signal })
    })
  })
}

/**
 * Does something before a signal ends the process, as Ctrl-C does: it reaches no group but the one in front of a terminal.
 *
 * @returns takes that back
 */
function onFatalSignal(work: () => void): () => void {
  const react = (signal: NodeJS.Signals) => {
    forget()
    work()
    process.kill(process.pid, signal)
  }
  const forget = () => {
    for (const signal of fatal) process.off(signal, react)
  }
  for (const signal of fatal) process.once(signal, react)
  return forget
}

/** Ends the shell, and where it leads a group of its own, what it started too. */
function end(child: ChildProcess, leads: boolean): void {
  if (!leads || child.pid === undefined) {
    child.kill()
    return
  }
  try {
    process.kill(-child.pid)
  } catch {
    // The group is gone already.
  }
}

function unavailable(message: string): UserError {
  return new UserError('secret-unavailable', message, {
    hint: 'Run it by itself: the first line that it prints has to be the secret, and its exit status 0.',
  })
}
