/**
 * Library entry: the same use cases as the commands, as functions that return the same documents.
 *
 * ```ts
 * import { probe, recommend } from 'mailadvise'
 * const answers = { places: ['computer', 'phone'] }
 * const document = recommend({ answers, probe: await probe(['imaps://mail.example.com'], { timeoutMs: 30_000 }) })
 * ```
 *
 * What the user can mend is thrown as UserError; anything else that is thrown is a bug.
 */
export { parseAnswers } from './app/answers.js'
export { compare } from './app/compare.js'
export { diagnose } from './app/diagnose.js'
export { discover } from './app/discover.js'
export { probe } from './app/probe.js'
export { recommend } from './app/recommend.js'
export { settings } from './app/settings.js'
export type * from './model/index.js'
export { exitCodes, UserError } from './model/index.js'
