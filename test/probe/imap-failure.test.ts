import { expect, test } from 'vitest'
import { Transcript } from '../../src/net/index.js'
import { imapFailure } from '../../src/probe/session/imap-failure.js'

test.each([
  ['InvalidResponse', 'malformed'],
  ['MissingTag', 'malformed'],
  ['UnexpectedTag', 'malformed'],
  ['ParserError11', 'malformed'],
  ['TooManyResponses', 'too-much-data'],
  ['MAX_IMAP_NESTING_REACHED', 'too-much-data'],
  ['LiteralTooLarge', 'too-much-data'],
  ['ETHROTTLE', 'refused-by-server'],
  ['NoConnection', 'closed'],
])('the library says %s', (code, cause) => {
  const error = Object.assign(new Error('text of the library'), { code })
  expect(imapFailure(error, new Transcript()).failure.cause).toBe(cause)
})
