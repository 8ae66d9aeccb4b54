import type {
  Counterfactual,
  Facts,
  Question,
  QuestionsData,
  RecommendationDocument,
  Rule,
  RulesData,
  SetupId,
  SetupsData,
} from '../model/index.js'
import { type Verdict, verdictOf } from './advice.js'
import { counterfactuals } from './counterfactuals.js'
import { QuestionOrder } from './question-order.js'
import { choose, compileRules, evaluate } from './ranking.js'

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

/** What narrows down the next question. */
export interface NextQuestionOptions {
  /** Every question that applies, whether or not it could change the choice, and those about migration steps. */
  all?: boolean
  /** Questions that were asked and left open: never asked again. */
  asked?: ReadonlySet<string>
}

/** The advice engine over one set of data. All methods are pure: the same facts always give the same answer. */
export interface Advisor {
  /** Full advice from all facts known: answers, and server facts where measured. */
  recommend(facts: Facts): Advice
  /** The same without what needs further evaluations: counterfactuals and open questions. */
  advise(facts: Facts): Verdict
  /** The advice for a set-up that somebody chose; undefined where the facts rule it out. */
  adviseFor(facts: Facts, choice: SetupId): Verdict | undefined
  /** The choice alone, about a hundred times as fast. */
  choose(facts: Facts): SetupId
  /** The rules that hold for these facts, in file order. */
  firedRules(facts: Facts): Rule[]
  /** The smallest changes of answers that change the choice. */
  wouldChange(facts: Facts): Counterfactual[]
  /** The questions still open that could change the choice, in the order to ask them. */
  openQuestions(facts: Facts): Question[]
  /** The next question to ask, or undefined when no open answer can change the choice. */
  nextQuestion(facts: Facts, options?: NextQuestionOptions): Question | undefined
}

/** Makes the engine ready: compiles every condition once. */
export function createAdvisor({ rules, setups, questions }: AdviceData): Advisor {
  const compiled = compileRules(rules.rules)
  const list = setups.setups
  const order = new QuestionOrder(compiled, list, questions.questions)
  const wouldChange = (facts: Facts) => counterfactuals(compiled, list, questions.questions, facts)
  const openQuestions = (facts: Facts) => order.thatMatter(facts, new Set())
  const advise = (facts: Facts) => {
    const { fired, ranking } = evaluate(compiled, list, facts)
    return verdictOf(fired, ranking, setups, facts)
  }
  return {
    advise,
    recommend: (facts) => ({
      ...advise(facts),
      wouldChange: wouldChange(facts),
      openQuestions: openQuestions(facts).map(({ id, text }) => ({ id, text })),
    }),
    adviseFor(facts, choice) {
      const { fired, ranking } = evaluate(compiled, list, facts)
      const chosen = ranking.find(({ id }) => id === choice)
      if (chosen === undefined) return undefined
      return verdictOf(fired, [chosen, ...ranking.filter((other) => other !== chosen)], setups, facts)
    },
    choose: (facts) => choose(compiled, list, facts),
    firedRules: (facts) => evaluate(compiled, list, facts).fired,
    wouldChange,
    openQuestions,
    nextQuestion(facts, { all = false, asked = new Set<string>() } = {}) {
      return all ? order.nextOfAll(facts, asked) : order.next(facts, asked)
    },
  }
}
