import type { RoomStatistics } from '../contract/statistics.ts'
import type { Speech } from '../words/speech.ts'

/** Null and absent: none was looked for. */
export type Changed = RoomStatistics['changed'] | null

export const isChanged = (changed: Changed): changed is NonNullable<Changed> =>
  (changed?.edited ?? 0) + (changed?.deleted ?? 0) > 0

/**
 * `Changed after an earlier report had told it: 2 messages edited, 1 message deleted (said at 12 Mar 2026, 10:00; ...)`;
 * empty where nothing was.
 */
export function changedText(speech: Speech, changed: Changed): string {
  if (!isChanged(changed)) return ''
  const { edited, deleted, moments } = changed
  const what = [
    ...(edited > 0 ? [speech.many('changed_edited', edited)] : []),
    ...(deleted > 0 ? [speech.many('changed_deleted', deleted)] : []),
  ].join(', ')
  const more = edited + deleted - moments.length
  const times = [
    ...moments.map((at) => speech.moment(at)),
    ...(more > 0 ? [speech.many('unread_more', more)] : []),
  ].join('; ')
  return speech.say('changed', { what, times })
}
