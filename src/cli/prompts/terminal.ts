import { styleText } from 'node:util'
import { exitCodes, UserError } from '../../model/index.js'
import { Page } from '../../render/page.js'
import { wantsColour } from '../colour.js'
import { outputWidth } from '../width.js'
import { answerBehind, keyHint, layOut, type PromptQuestion, problemLine, type Screen } from './layout.js'

const defaultColumns = 80
const defaultRows = 24

/** inquirer's prompt function, with everything that it draws on stderr: stdout is the document. */
export type Prompt = <Value>(question: PromptQuestion) => Promise<Value>

type Style = 'bold' | 'cyan' | 'red' | 'dim'

/** Paints line by line: inquirer takes a text apart at its line ends and may show only some of them. */
function painted(text: string, style: Style, colour: boolean): string {
  const paintLine = (line: string) => (line === '' ? '' : styleText(style, line, { validateStream: false }))
  return colour ? text.split('\n').map(paintLine).join('\n') : text
}

function screen(): Screen {
  const { columns, rows } = process.stderr
  // A terminal that does not know its size says 0. inquirer cuts at what the terminal says, whatever COLUMNS says.
  return {
    columns: Math.min(columns || defaultColumns, outputWidth(process.env, process.stderr)),
    rows: rows || defaultRows,
  }
}

/** ASCII only: it looks the same in every terminal and font. Without colour the styles are taken out too. */
function themeFor({ type, message }: PromptQuestion, on: Screen): object {
  const colour = wantsColour(process.env, process.stderr)
  const style = (name: Style) => (text: string) => painted(text, name, colour)
  return {
    prefix: { idle: '?', done: '*' },
    spinner: { interval: 100, frames: ['-', '\\', '|', '/'] },
    icon: { cursor: '>', checked: '[x]', unchecked: '[ ]' },
    style: {
      message: style('bold'),
      answer: (text: string) => painted(answerBehind(message, text, on), 'cyan', colour),
      error: (text: string) => painted(problemLine(text, on), 'red', colour),
      help: style('dim'),
      highlight: style('cyan'),
      description: style('cyan'),
      keysHelpTip: () => painted(keyHint(type, on), 'dim', colour),
    },
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
      const on = screen()
      const drawn = layOut(question, on)
      const named = { ...drawn, theme: themeFor(drawn, on), name: 'answer' } as unknown
      const { answer } = (await ask(named as Parameters<typeof ask>[0])) as { answer: Value }
      process.exitCode = undefined
      return answer
    } catch (error) {
      if (!isExit(error)) throw error
      throw new UserError('interrupted', 'Interrupted', { exitCode: exitCodes.interrupted })
    }
  }
}

/** Asks for a password until there is one; what is typed is never shown, whatever key is pressed. */
export async function askPassword(user: string): Promise<string> {
  const prompt = await openPrompt()
  return prompt<string>({
    type: 'password',
    message: `Password of ${user}:`,
    mask: '*',
    toggleMask: false,
    validate: (typed: string) => typed !== '' || 'A password is not empty; Ctrl-C leaves.',
  })
}

/** Asks whether the password may go to hosts that a search named. */
export async function askAcceptance(hosts: readonly string[]): Promise<boolean> {
  const prompt = await openPrompt()
  const answer = await prompt<string>({
    type: 'select',
    message: `A search named ${hosts.join(', ')}. Send the password there, over verified TLS?`,
    choices: [
      { value: 'no', name: 'No, only look at the server' },
      { value: 'yes', name: 'Yes, it is my provider' },
    ],
  })
  return answer === 'yes'
}

/** Shows a text on the terminal, between two prompts or before the first. */
export function sayOnTerminal(text: string, indent = 2): void {
  const width = outputWidth(process.env, process.stderr)
  const page = new Page({ width, colour: wantsColour(process.env, process.stderr) })
  process.stderr.write(page.text(text, 'plain', indent).toString())
}
