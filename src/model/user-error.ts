import type { ErrorCode } from './generated/schemas.js'

/** Exit codes of the program, as the README documents them. */
export const exitCodes = {
  ok: 0,
  finding: 1,
  usage: 2,
  inconclusive: 3,
  internal: 70,
  interrupted: 130,
} as const

/**
 * Something that the user can mend: bad input, a file that cannot be written, a missing terminal. It is printed as one
 * line with a hint and never with a stack trace; anything else that is thrown is a bug of ours (exit code 70).
 */
export class UserError extends Error {
  readonly code: ErrorCode
  readonly hint: string | undefined
  readonly exitCode: number

  /**
   * @param code the machine-readable kind, part of the error document
   * @param message what happened, to what: one line without a full stop is fine
   * @param options hint: what to do next; exitCode: 2 (usage) unless said otherwise
   */
  constructor(code: ErrorCode, message: string, options: { hint?: string; exitCode?: number } = {}) {
    super(message)
    this.name = 'UserError'
    this.code = code
    this.hint = options.hint
    this.exitCode = options.exitCode ?? exitCodes.usage
  }
}
