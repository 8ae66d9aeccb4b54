import { exitCodes, UserError } from '../../model/index.js'
import { Page } from '../../render/page.js'
import { wantsColour } from '../colour.js'
import { outputWidth } from '../width.js'

/** inquirer's prompt function, with everything that it draws on stderr: stdout is the document. */
export type Prompt = <Value>(question: PromptQuestion) => Promise<Value>

/** What the prompts of this program use of inquirer's questions. */
export interface PromptQuestion {
  type: 'select' | 'checkbox' | 'password'
  message: string
  choices?: readonly { value: string; name: string; short?: string }[]
  [setting: string]: unknown
}

const plain = (text: string) => text
const keys = { select: 'Up and Down move, Enter chooses', checkbox: '', password: '' }

/** ASCII only: it looks the same in every terminal and font. Without colour the styles are taken out too. */
function themeFor(type: PromptQuestion['type']): object {
  const colour = wantsColour(process.env, process.stderr)
  const without = {
    answer: plain,
    message: plain,
    error: plain,
    help: plain,
    highlight: plain,
    description: plain,
  }
  return {
    prefix: { idle: '?', done: '*' },
    spinner: { interval: 100, frames: ['-', '\\', '|', '/'] },
    icon: { cursor: '>', checked: '[x]', unchecked: '[ ]' },
    style: { keysHelpTip: () => keys[type], ...(colour ? {} : without) },
  }
}

/** Whether somebody sits there who can answer. Prompts are drawn on stderr, so stdout may well be a pipe. */
export function canAsk(noInput: boolean): boolean {
  return !noInput && process.stdin.isTTY === true && process.stderr.isTTY === true && !process.env.CI
}

/** Ctrl-C and Ctrl-D arrive as this error; inquirer's class is not exported by the package that we depend on. */
function isExit(error: unknown): boolean {
  return error instanceof Error && error.name === 'ExitPromptError'
}

/** Opens the terminal for questions. Here and nowhere else inquirer is loaded: people wait, programs should not. */
export async function openPrompt(): Promise<Prompt> {
  const { default: inquirer } = await import('inquirer')
  const ask = inquirer.createPromptModule({ output: process.stderr })
  return async <Value>(question: PromptQuestion): Promise<Value> => {
    // At the end of input the event loop runs empty and the error is never seen: then this exit code holds.
    process.exitCode = exitCodes.interrupted
    try {
      const named = { ...question, theme: themeFor(question.type), name: 'answer' } as unknown as Parameters<
        typeof ask
      >[0]
      const { answer } = (await ask(named)) as { answer: Value }
      process.exitCode = undefined
      return answer
    } catch (error) {
      if (!isExit(error)) throw error
      throw new UserError('interrupted', 'Interrupted', { exitCode: exitCodes.interrupted })
    }
  }
}

/** Asks for a password; what is typed is never shown. */
export async function askPassword(user: string): Promise<string> {
  const prompt = await openPrompt()
  return prompt<string>({ type: 'password', message: `Password of ${user}:`, mask: '*' })
}

/** Shows a text between two prompts. */
export function sayOnTerminal(text: string): void {
  const width = outputWidth(process.env, process.stderr)
  const page = new Page({ width, colour: wantsColour(process.env, process.stderr) })
  process.stderr.write(page.text(text, 'plain', 2).toString())
}
