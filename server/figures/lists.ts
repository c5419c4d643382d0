import type { ActionItem, Certainty, Summary, SummaryItem } from '../contract/summary.ts'
import type { Speech } from '../words/speech.ts'

/** What is said as such first; what is only worth a look apart. */
export function byCertainty<Item extends { certainty?: Certainty | undefined }>(
  items: readonly Item[],
): { found: Item[]; possible: Item[] } {
  return {
    found: items.filter(({ certainty }) => certainty !== 'possible'),
    possible: items.filter(({ certainty }) => certainty === 'possible'),
  }
}

/** `20 of 143` where a list is cut, else nothing. */
export const cutText = (speech: Speech, shown: number, total: number | undefined): string =>
  total === undefined || total <= shown
    ? ''
    : speech.say('of', { n: speech.count(shown), all: speech.count(total) })

/**
 * Open questions in all, of which the possible ones are known only where the list holds all of them:
 * `3 open questions, 1 possible`.
 */
export function openText(speech: Speech, { openQuestions, totals }: Summary): string {
  const total = totals?.openQuestions ?? openQuestions.length
  const { found, possible } = byCertainty(openQuestions)
  const isAll = found.length + possible.length === total
  return isAll
    ? amountText(speech, { found: found.length, possible: possible.length }, 'open_questions')
    : speech.many('open_questions', total)
}

/** How many there are in all of each list, the possible ones beside the found ones. */
export function amountsOf(summary: Summary): {
  decisions: { found: number; possible: number }
  actionItems: { found: number; possible: number }
  openQuestions: number
  answered: number
  conversations: number
} {
  const { totals } = summary
  if (totals !== undefined) return totals
  const both = (items: readonly { certainty?: Certainty | undefined }[]) => {
    const { found, possible } = byCertainty(items)
    return { found: found.length, possible: possible.length }
  }
  return {
    decisions: both(summary.decisions),
    actionItems: both(summary.actionItems),
    openQuestions: summary.openQuestions.length,
    answered: summary.answered?.length ?? 0,
    conversations: summary.conversations?.length ?? 0,
  }
}

/** `3 decisions`, `3 decisions, 2 possible`, `2 possible decisions` */
export function amountText(
  speech: Speech,
  { found, possible }: { found: number; possible: number },
  what: 'decisions' | 'action_items' | 'open_questions',
): string {
  if (found === 0 && possible > 0) return speech.many(`possible_${what}`, possible)
  const certain = speech.many(what, found)
  return possible > 0
    ? speech.say('with_possible', { found: certain, n: speech.count(possible) })
    : certain
}

/** `2026-03-06 (by Friday)`: the day, where it is certain, beside what was said; else the words alone. */
export function dueText(speech: Speech, due: ActionItem['due']): string {
  if (due === null) return ''
  if (due.date === null) return due.words
  const [day = '', time] = due.date.split('T')
  const inDigits = speech.digits(Date.parse(day))
  const date = time === undefined ? inDigits : speech.say('digits_moment', { day: inDigits, time })
  return due.words === due.date || due.words === ''
    ? date
    : speech.say('due_with_words', { date, words: due.words })
}

/** Who said it, and whether a person has worded or added it since: `Ann, edited by hand`. */
export const saidBy = (speech: Speech, { author, byHand }: SummaryItem): string =>
  [author, byHand === undefined ? '' : speech.say(`${byHand}_by_hand`)]
    .filter((part) => part !== '')
    .join(', ')

/** How a conversation ended, in words. */
export const endingText = (
  speech: Speech,
  ended: NonNullable<Summary['conversations']>[number]['ended'],
): string => speech.say(`ended_${ended}`)
