import type { Answers, ServerFacts } from './generated/schemas.js'

/** Id of a question in data/questions.json. */
export type QuestionId = keyof Answers

/**
 * Everything a rule can ask about, by fact id: answers and server facts together. The two kinds of id never overlap
 * (a test holds that), so one flat record serves both.
 */
export type Facts = Answers & ServerFacts
