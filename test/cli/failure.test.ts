import { describe, expect, it } from 'vitest'
import { failureLine, toFailure } from '../../src/cli/failure.js'
import { exitCodes, UserError } from '../../src/model/index.js'

describe('an error as it is told', () => {
  it('is a bug when it is neither the user nor oclif who made it', () => {
    const failure = toFailure(new TypeError('x is not a function'))
    expect(failure).toMatchObject({ code: 'internal', exitCode: exitCodes.internal })
    expect(failureLine(failure)).toBe(
      'Error: This is a bug in mailadvise: x is not a function. ' +
        'Please report it with the output of the same command under DEBUG=mailadvise.',
    )
  })

  it('keeps what a UserError says', () => {
    const error = new UserError('interrupted', 'Interrupted', { hint: 'Go on.', exitCode: 130 })
    expect(toFailure(error)).toMatchObject({ code: 'interrupted', exitCode: 130 })
    expect(failureLine(toFailure(error))).toBe('Interrupted. Go on.')
  })

  it('takes from a parse error its first line and nothing that it carries', () => {
    const error = Object.assign(new Error('Flag --out expects a value\nSee more help with --help'), {
      oclif: { exit: 2 },
      parse: { input: { argv: ['hunter2'] } },
    })
    expect(JSON.stringify(toFailure(error))).not.toContain('hunter2')
    expect(toFailure(error)).toMatchObject({
      code: 'usage',
      message: 'Flag --out expects a value',
      exitCode: 2,
    })
  })

  it('is one safe line, whatever is in it', () => {
    const line = failureLine(toFailure(new UserError('usage', 'a\nb\u001b[2J', { hint: 'c' })))
    expect(line).toBe('Error: a b\\x1b[2J. c')
  })

  it.each([
    ['Cannot use "imaps://anna:hunter2@h"', 'Cannot use "imaps://anna:...@h"'],
    ['Leave out anna:hun@ter2@h.', 'Leave out anna:...@h.'],
    ['Sign in as anna@example.com: see imaps://h:993', 'Sign in as anna@example.com: see imaps://h:993'],
  ])('never shows the password of a login: %s', (message, shown) => {
    const failure = toFailure(new UserError('usage', message, { hint: message }))
    expect([failure.message, failure.hint]).toEqual([shown, shown])
  })
})
