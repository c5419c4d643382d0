import type { SearchQuery } from '../../api/queries.ts'
import { searchLimits } from '../../../server/contract/limits.ts'
import { periodProblem, toOptions, wholeTime, type Period } from '../reports/index.ts'

/** What a person looks for, as it stands in the fields. */
export interface Question {
  text: string
  /** Null: in all rooms. */
  roomOid: string | null
  /** A person's name or the beginning of it; empty: everybody. */
  author: string
  period: Period
}

export const noQuestion: Question = { text: '', roomOid: null, author: '', period: wholeTime }

/** Whether there is nothing to ask: no words yet, or dates that make no period. */
export const isOpen = ({ text, period }: Question): boolean =>
  text.trim() === '' || periodProblem(period) !== null

/** Whether less than everything is looked through. */
export const isNarrowed = ({ roomOid, author, period }: Question): boolean =>
  roomOid !== null || author.trim() !== '' || period.kind !== 'all'

/** The question as the server takes it. */
export const toQuery = ({ text, roomOid, author, period }: Question): SearchQuery => {
  const { from, to } = toOptions(period)
  const short = (words: string) => words.trim().slice(0, searchLimits.maxQuestionLength)
  return {
    q: short(text),
    ...(roomOid !== null && { roomOid }),
    ...(short(author) !== '' && { author: short(author) }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  }
}
