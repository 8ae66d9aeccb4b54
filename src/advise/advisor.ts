import type {
  Answers,
  Facts,
  Question,
  QuestionsData,
  RecommendationDocument,
  RulesData,
  SetupsData,
} from '../model/index.js'

/** The data that advice is made from; handed in, because this folder reads no files. */
export interface AdviceData {
  rules: RulesData
  setups: SetupsData
  questions: QuestionsData
}

/** A recommendation without the envelope of a document. */
export type Advice = Omit<
  RecommendationDocument,
  'kind' | 'schemaVersion' | 'tool' | 'request' | 'confirmation'
>

/** The advice engine over one set of data. All methods are pure. */
export interface Advisor {
  /** Full advice from all facts known: answers, and server facts where measured. */
  recommend(facts: Facts): Advice
  /** The questions still open that could change the choice, in the order to ask them. */
  openQuestions(facts: Facts): Question[]
  /** The next question to ask, or undefined when no open answer can change the choice. With all, every applicable one. */
  nextQuestion(
    facts: Facts,
    options?: { all?: boolean; asked?: ReadonlySet<keyof Answers> },
  ): Question | undefined
}
