import type { AnswerValue, Facts, Family, Question, SetupId, SetupsData } from '../model/index.js'
import { type CompiledCondition, compileCondition } from './conditions.js'
import { type CompiledRule, choose } from './ranking.js'
import { tellingValues } from './values.js'

/**
 * How many partial answers the search may look at before it gives up and says "could matter". Asking one question too
 * many is the harmless side; the figure keeps the wait for the next question unnoticeable.
 */
const searchBudget = 600

/** A question with what the search needs. */
interface OpenableQuestion {
  question: Question
  askWhen: CompiledCondition
  /** One value for each class that some condition tells apart. */
  values: AnswerValue[]
}

/** One search for two values of a question that lead to different choices. */
interface Search {
  candidate: OpenableQuestion
  /** Open questions that are asked only under a condition. */
  conditional: readonly OpenableQuestion[]
  /** Partial answers that may still be looked at. */
  budget: number
}

interface Bounds {
  low: number
  high: number
}

/** Bounds on a number of points, and whether a set-up may, or must, be ruled out. */
interface Outlook {
  families: Map<Family, Bounds>
  setups: Map<SetupId, Bounds>
  ruledOut: Set<SetupId>
  mayBeRuledOut: Set<SetupId>
  /** Facts that the undecided rules mention. */
  deciding: Set<string>
}

function widen(bounds: Bounds, points: number, certain: boolean): void {
  bounds.low += certain ? points : Math.min(points, 0)
  bounds.high += certain ? points : Math.max(points, 0)
}

/** Decides which questions can still change the choice, exactly up to the search budget. */
export class QuestionOrder {
  readonly #rules: readonly CompiledRule[]
  readonly #setups: SetupsData['setups']
  readonly #questions: readonly OpenableQuestion[]
  /** The same questions, those with few values first: the search branches on them first. */
  readonly #narrowFirst: readonly OpenableQuestion[]
  /** What a probe would measure, and what changes only the steps: asked only where all questions are wanted. */
  readonly #lastQuestions: readonly Question[]

  constructor(rules: readonly CompiledRule[], setups: SetupsData['setups'], questions: readonly Question[]) {
    // Only rules that move the choice count; settings and risks never make a question worth asking.
    this.#rules = rules.filter(({ rule }) => rule.families ?? rule.setups ?? rule.rulesOut)
    this.#setups = setups
    const conditions = this.#rules.map(({ rule }) => rule.when)
    this.#lastQuestions = questions.filter(({ role, kind }) => role !== 'choice' && kind !== 'provider')
    this.#questions = questions
      .filter((question) => question.role === 'choice')
      .map((question) => ({
        question,
        askWhen: compileCondition(question.askWhen ?? { all: [] }),
        values: tellingValues(question, conditions),
      }))
    this.#narrowFirst = [...this.#questions].sort((a, b) => a.values.length - b.values.length)
  }

  /** The open questions, in file order, for which some answer could change the choice, alone or with others. */
  thatMatter(facts: Facts, asked: ReadonlySet<string>): Question[] {
    const open = this.#open(facts, asked)
    return open
      .filter((candidate) => candidate.askWhen.holds(facts) && this.#matters(candidate, facts, open))
      .map(({ question }) => question)
  }

  /** The first of the questions that matter, without looking at the rest. */
  next(facts: Facts, asked: ReadonlySet<string>): Question | undefined {
    const open = this.#open(facts, asked)
    return open.find((candidate) => candidate.askWhen.holds(facts) && this.#matters(candidate, facts, open))
      ?.question
  }

  /** The first open question that applies at all; those that a probe answers, or that change only the steps, come last. */
  nextOfAll(facts: Facts, asked: ReadonlySet<string>): Question | undefined {
    const choosing = this.#open(facts, asked).find((candidate) => candidate.askWhen.holds(facts))?.question
    return choosing ?? this.#lastQuestions.find((question) => isOpen(question, facts, asked))
  }

  #open(facts: Facts, asked: ReadonlySet<string>): OpenableQuestion[] {
    return this.#questions.filter(({ question }) => isOpen(question, facts, asked))
  }

  /** Whether two values of the candidate lead to different choices under some answers to the other open questions. */
  #matters(candidate: OpenableQuestion, facts: Facts, open: readonly OpenableQuestion[]): boolean {
    const others = this.#narrowFirst.filter((other) => other !== candidate && open.includes(other))
    const conditional = open.filter(({ question }) => question.askWhen !== undefined)
    return this.#differs({ candidate, conditional, budget: searchBudget }, facts, others)
  }

  #differs(search: Search, facts: Facts, others: readonly OpenableQuestion[]): boolean {
    if (search.budget-- <= 0) return true
    const variants = variantsOf(search.candidate, facts).map((variant) =>
      withoutInapplicable(search, variant),
    )
    const choices = new Set(variants.map((variant) => choose(this.#rules, this.#setups, variant)))
    if (choices.size > 1) return true
    const openIds = new Set(others.map(({ question }) => question.id))
    const outlooks = variants.map((variant) => this.#outlook(variant, openIds))
    const settled = outlooks.every((outlook) => this.#settles(outlook, [...choices][0] as SetupId))
    return !settled && this.#branch(search, facts, others, { variants, outlooks })
  }

  /** Tries every telling value of the first other question that some undecided rule mentions. */
  #branch(
    search: Search,
    facts: Facts,
    others: readonly OpenableQuestion[],
    { variants, outlooks }: { variants: readonly Facts[]; outlooks: readonly Outlook[] },
  ): boolean {
    const splitting = others.find(({ question, askWhen }) =>
      outlooks.some(
        (outlook, index) => outlook.deciding.has(question.id) && askWhen.holds(variants[index] as Facts),
      ),
    )
    if (splitting === undefined) return false
    const rest = others.filter((other) => other !== splitting)
    return variantsOf(splitting, facts).some((variant) => this.#differs(search, variant, rest))
  }

  #outlook(facts: Facts, open: ReadonlySet<string>): Outlook {
    const outlook: Outlook = {
      families: new Map<Family, Bounds>(),
      setups: new Map<SetupId, Bounds>(),
      ruledOut: new Set(),
      mayBeRuledOut: new Set(),
      deciding: new Set(),
    }
    for (const { id, family } of this.#setups) {
      outlook.setups.set(id, { low: 0, high: 0 })
      outlook.families.set(family, { low: 0, high: 0 })
    }
    for (const compiled of this.#rules) addToOutlook(outlook, compiled, facts, open)
    return outlook
  }

  /** Whether no completion of the open questions can take the choice away. */
  #settles(outlook: Outlook, choice: SetupId): boolean {
    const chosen = this.#setups.findIndex((setup) => setup.id === choice)
    if (outlook.mayBeRuledOut.has(choice)) return false
    return this.#setups.every((rival, index) => {
      if (index === chosen || outlook.ruledOut.has(rival.id)) return true
      const winner = this.#setups[chosen] as SetupsData['setups'][number]
      const [mine, theirs] =
        rival.family === winner.family
          ? [outlook.setups.get(choice), outlook.setups.get(rival.id)]
          : [outlook.families.get(winner.family), outlook.families.get(rival.family)]
      const lead = (mine?.low ?? 0) - (theirs?.high ?? 0)
      return lead > 0 || (lead === 0 && chosen < index)
    })
  }
}

/** The facts as they are, and with each telling value of the question. */
function variantsOf({ question, values }: OpenableQuestion, facts: Facts): Facts[] {
  return [facts, ...values.map((value) => ({ ...facts, [question.id]: value }))]
}

/** A question that does not apply under these facts is never asked, so the answer that the search tried cannot come. */
function withoutInapplicable({ conditional }: Search, facts: Facts): Facts {
  let applicable = facts
  for (const { question, askWhen } of conditional) {
    const id = question.id as keyof Facts
    if (applicable[id] === undefined || askWhen.holds(facts)) continue
    const { [id]: _, ...rest } = applicable
    applicable = rest
  }
  return applicable
}

function isOpen(question: Question, facts: Facts, asked: ReadonlySet<string>): boolean {
  return facts[question.id as keyof Facts] === undefined && !asked.has(question.id)
}

function addToOutlook(
  outlook: Outlook,
  { rule, condition }: CompiledRule,
  facts: Facts,
  open: ReadonlySet<string>,
): void {
  const judgement = condition.judge(facts, open)
  if (judgement === false) return
  const certain = judgement === true
  if (!certain) for (const fact of condition.facts) if (open.has(fact)) outlook.deciding.add(fact)
  for (const { family, points } of rule.families ?? []) {
    widen(outlook.families.get(family) as Bounds, points, certain)
  }
  for (const { setup, points } of rule.setups ?? []) {
    widen(outlook.setups.get(setup) as Bounds, points, certain)
  }
  for (const setup of rule.rulesOut ?? []) {
    if (certain) outlook.ruledOut.add(setup)
    else outlook.mayBeRuledOut.add(setup)
  }
}
