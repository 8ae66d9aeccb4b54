/** The types that every folder may use: generated ones from data/schema, and the few that no schema describes. */

export type * from './facts.js'
export type * from './generated/schemas.js'
