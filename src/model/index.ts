/** What every folder may use: types generated from data/schema, the few that no schema describes, and UserError. */
export * from './account-facts.js'
export type * from './connect-to.js'
export * from './discovery-questions.js'
export type * from './facts.js'
export type * from './generated/schemas.js'
export * from './monitor-state.js'
export * from './probe-questions.js'
export { exitCodes, UserError } from './user-error.js'
