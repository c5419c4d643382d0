import type { RoomStatistics } from '../contract/statistics.ts'
import type { Speech } from '../words/speech.ts'
import { changedText } from './changed.ts'
import { unreadText } from './unread.ts'

/** What to know before reading a report: what is missing from it, and what an earlier one told otherwise. */
export const caveatsOf = (
  speech: Speech,
  figures: Pick<RoomStatistics, 'unread' | 'changed'> | undefined,
): string[] =>
  [unreadText(speech, figures?.unread ?? []), changedText(speech, figures?.changed)].filter(
    (note) => note !== '',
  )
