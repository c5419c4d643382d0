import { summaryLimits } from '../../limits.ts'
import type { Summary, SummaryItem } from '../../../contract/summary.ts'
import { quoteOf } from '../../extractive/talk.ts'
import { withoutStrangeLinks } from '../strange-links.ts'
import type { Known } from './check-answer.ts'
import { decided, unanswered } from './claims.ts'
import { Grounds } from './grounds.ts'
import type { ShownMessages } from './shown.ts'

/** Nouns of what a headline may count, with the number before them. */
const counted = (nouns: string): RegExp =>
  new RegExp(`(\\p{Nd}+)\\s+(?:\\p{L}+\\s+){0,2}?(?:${nouns})(?!\\p{L})`, 'giu')
const decisions = counted(
  'decisions?|entscheidungen|décisions?|decisiones|decisión|decisões|decisão',
)
const actions = counted(
  'actions?(?: items)?|tasks?|to-?dos?|aufgaben?|tâches?|tareas?|tarefas?|acciones|ações',
)
const questions = counted('questions?|fragen?|preguntas?|perguntas?')

/**
 * The headline of the model, or null where it says more than the summary holds: a number, a day or a
 * person that no cited message has, a decision where none is found, a question without answer where none
 * is open, "everybody" or "because" or a mood that nobody wrote.
 *
 * @param summary with the lists that were kept
 */
export function headlineOrNull(
  headline: string,
  summary: Omit<Summary, 'headline'>,
  shown: ShownMessages,
  { people, urls }: Known,
): string | null {
  const line = quoteOf(withoutStrangeLinks(headline, urls, ''), summaryLimits.maxHeadlineLength)
  if (line === '') return null
  const { keyPoints, openQuestions, answered = [], conversations = [], participants } = summary
  const settled = summary.decisions.filter(isFound)
  const tasks = summary.actionItems.filter(isFound)
  const groundsOf = (
    items: readonly Pick<SummaryItem, 'messageNumber' | 'messages'>[],
  ): Grounds => {
    const rows = items.flatMap(({ messageNumber, messages = [] }) => [messageNumber, ...messages])
    return new Grounds([...new Set(rows)].flatMap((row) => shown.get(row) ?? []))
  }
  const cited = [...keyPoints, ...settled, ...tasks, ...openQuestions, ...answered]
  // A number may stand anywhere in a conversation; "because" must stand where the headline comes from.
  const grounds = groundsOf([...cited, ...conversations])
  const amounts = new Set(
    [
      summary.coverage.messages,
      participants.length,
      settled.length,
      tasks.length,
      openQuestions.length,
      answered.length,
      conversations.length,
    ].map(String),
  )
  const isTrue =
    grounds.holds(line, amounts) &&
    groundsOf(cited).bears(line) &&
    grounds.hasPeopleOf(line, people.values()) &&
    (settled.length > 0 || !decided.test(line)) &&
    (openQuestions.length > 0 || !unanswered.test(line)) &&
    counts(line, decisions, [settled.length]) &&
    counts(line, actions, [tasks.length]) &&
    counts(line, questions, [openQuestions.length, answered.length])
  return isTrue ? line : null
}

const isFound = ({ certainty }: { certainty?: string | undefined }): boolean =>
  certainty === 'found'

/** Whether every number before one of the nouns is one of these. */
const counts = (line: string, nouns: RegExp, amounts: readonly number[]): boolean =>
  [...line.matchAll(nouns)].every(([, digits]) => amounts.includes(Number(digits)))
