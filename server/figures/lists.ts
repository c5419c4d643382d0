import type { ActionItem, Certainty, Summary } from '../contract/summary.ts'
import { count, plural } from './amounts.ts'

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
export const cutText = (shown: number, total: number | undefined): string =>
  total === undefined || total <= shown ? '' : `${count(shown)} of ${count(total)}`

/**
 * Open questions in all, of which the possible ones are known only where the list holds all of them:
 * `3 open questions, 1 possible`.
 */
export function openText({ openQuestions, totals }: Summary): string {
  const total = totals?.openQuestions ?? openQuestions.length
  const { found, possible } = byCertainty(openQuestions)
  const isAll = found.length + possible.length === total
  return isAll
    ? amountText({ found: found.length, possible: possible.length }, 'open question')
    : plural(total, 'open question')
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
  { found, possible }: { found: number; possible: number },
  noun: string,
): string {
  if (found === 0 && possible > 0)
    return `${count(possible)} possible ${possible === 1 ? noun : `${noun}s`}`
  return plural(found, noun) + (possible > 0 ? `, ${count(possible)} possible` : '')
}

/** `2026-03-06 (by Friday)`: the day, where it is certain, beside what was said; else the words alone. */
export function dueText(due: ActionItem['due']): string {
  if (due === null) return ''
  if (due.date === null) return due.words
  const date = due.date.replace('T', ' ')
  return due.words === due.date || due.words === '' ? date : `${date} (${due.words})`
}

const endings = {
  decision: 'decided',
  action: 'a task taken on',
  answered: 'answered',
  open: 'left open',
  talk: 'talk',
} as const satisfies Record<NonNullable<Summary['conversations']>[number]['ended'], string>

/** How a conversation ended, in words. */
export const endingText = (ended: keyof typeof endings): string => endings[ended]
