import { actCount, columnsOf } from '../acts/acts.ts'
import { commonWords } from '../acts/common-words.ts'
import { cueClasses } from '../acts/cue-phrases.ts'
import type { Cells } from './cells.ts'
import type { Exchanges } from './anchor-features.ts'

/** Lines behind a question in which its answer is looked for; those that are linked to it may be farther. */
const reach = 18

const ofAnswer = columnsOf([
  'answer',
  'noanswer',
  'tell',
  'ask',
  'accept',
  'refuse',
  'joke',
  'propose',
  'promise',
  'settle',
  'greet',
  'rhetorical',
  'done',
  'request',
])
const ofNext = columnsOf(['greet', 'accept', 'answer'])
const ofQuestion = columnsOf(['ask', 'propose', 'request', 'rhetorical'])
/** Kinds of answer that a question's words want. */
export const wanted = [
  /^(?:what|which|was|welch.*|quel.*|que|cual|qual|o)$/,
  /^(?:many|much|viel|viele|combien|cuant.*|quant.*|wieviel|lange|long)$/,
  /^(?:when|wann|quand|cuando|quando|time|uhr|hora)$/,
  /^(?:where|wo|ou|donde|onde|wohin)$/,
  /^(?:who|wer|qui|quien|quem|whose|wem|anyone|anybody|jemand|quelqu'un|alguien|alguem)$/,
]

/** A line that may answer a question, and how likely it does. */
export interface Answer {
  question: number
  at: number
  probability: number
  /** The export says that it replies to the question, or it calls the asker by name; and it tells something. */
  isReply: boolean
}

/** So likely a reply answers, whatever its words, unless they say that it does not. */
const leastOfReply = 0.6

/** @param probability - What the line's words and surroundings make of it */
export function answerOf(
  { talk, p }: Exchanges,
  question: number,
  at: number,
  probability: number,
): Answer {
  const tells = p(at, 'noanswer') + p(at, 'ask') + p(at, 'joke') <= p(at, 'answer') + p(at, 'tell')
  const line = talk.lines[at]
  const asker = talk.lines[question]?.author
  const isTo = line?.to !== null && line?.to === asker && talk.parents[at] === question
  const isReply = tells && (isTo || line?.replyTo === question)
  return {
    question,
    at,
    probability: isReply ? Math.max(probability, leastOfReply) : probability,
    isReply,
  }
}

/**
 * Looks at the lines of others behind a question: for each, the cells hold everything that may tell
 * whether it answers it. They are overwritten for the next one.
 */
export function eachAnswerCandidate(
  exchanges: Exchanges,
  question: number,
  cells: Cells,
  look: (at: number) => void,
): void {
  const { lines, parents, sureness, second } = exchanges.talk
  const asked = lines[question]
  if (asked === undefined) return
  const ofAsked = [
    ...ofQuestion.map((act) => second[question * actCount + act] ?? 0),
    asked.signs.endsAsking ? 1 : 0,
    asked.signs.isInverted ? 1 : 0,
    asked.signs.words,
    ...wanted.map((pattern) => (asked.signs.tokens.all.some((word) => pattern.test(word)) ? 1 : 0)),
  ]
  /** Steps of "answers" from each line up to the question; -1 where none lead there. */
  const steps = [0]
  const people = new Set<string>()
  let others = 0
  let askers = 0
  let answeredBefore = 0
  let questions = 0
  const near = Math.min(lines.length - 1, question + reach)
  const last = Math.max(near, exchanges.children[question]?.at(-1) ?? -1)
  for (let at = question + 1; at <= last; at++) {
    const line = lines[at]
    if (line === undefined) break
    const parent = parents[at] ?? -1
    const before = parent < question ? -1 : (steps[parent - question] ?? -1)
    const up = before < 0 ? -1 : before + 1
    steps.push(up)
    const isAsker = line.author === asked.author
    const isLooked = at <= near || parents[at] === question
    if (isLooked && !isAsker && !line.isBot) {
      cells.clear()
      for (const value of ofAsked) cells.add(value)
      cells.add(up)
      cells.add(up === 1 ? (sureness[at] ?? 0) : 0)
      cells.add(at - question)
      cells.add(others)
      cells.add(askers)
      cells.add(people.size)
      cells.add(answeredBefore)
      cells.add(questions)
      putAnswer(exchanges, question, at, cells)
      look(at)
    }
    if (isAsker) askers++
    else others++
    people.add(line.author)
    if (!isAsker && up === 1) {
      answeredBefore = Math.max(answeredBefore, exchanges.p(at, 'answer'))
    }
    if (line.signs.endsAsking) questions++
  }
}

function putAnswer({ talk }: Exchanges, question: number, at: number, cells: Cells): void {
  const { lines, parents, second } = talk
  const asked = lines[question]
  const line = lines[at]
  if (line === undefined || asked === undefined) return
  const next = lines[at + 1]
  const { holds } = line.signs
  const wait = asked.at === null || line.at === null ? 0 : line.at - asked.at
  const from = at * actCount
  for (const act of ofAnswer) cells.add(second[from + act] ?? 0)
  cells.add(line.replyTo === question ? 1 : line.replyTo >= 0 ? -1 : 0)
  cells.add(line.named.has(asked.author) ? 1 : 0)
  cells.add(asked.named.has(line.author) ? 1 : 0)
  cells.add(commonWords(asked, line))
  cells.add(line.signs.endsAsking ? 1 : 0)
  cells.add(line.signs.words)
  cells.add(line.signs.laughs ? 1 : 0)
  cells.add(next !== undefined && next.author === asked.author ? 1 : 0)
  for (const act of ofNext) cells.add(second[from + actCount + act] ?? 0)
  cells.add(Math.log1p(Math.max(0, wait) / 60_000))
  cells.add(parents[at] === -1 ? 1 : 0)
  cells.add(holds.figure ? 1 : 0)
  cells.add(holds.url ? 1 : 0)
  cells.add(holds.name ? 1 : 0)
  cells.add((line.signs.cues[noAnswer] ?? -1) >= 0 ? 1 : 0)
  cells.add(line.signs.cues[accept] === 0 ? 1 : 0)
  cells.add(line.signs.cues[refuse] === 0 ? 1 : 0)
}

const noAnswer = cueClasses.indexOf('noAnswer')
const accept = cueClasses.indexOf('accept')
const refuse = cueClasses.indexOf('refuse')
