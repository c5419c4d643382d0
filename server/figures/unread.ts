import type { Stretch } from '../contract/statistics.ts'
import type { Reason } from '../contract/reason.ts'
import type { Speech } from '../words/speech.ts'

/** Stretches that are named one by one; a service that breaks off often leaves many. */
const MAX_NAMED = 3

/** `12 Mar 2026, 10:00 to 14 Mar 2026, 09:30; before ...`; empty where all was read. */
export function unreadText(speech: Speech, unread: readonly Stretch[]): string {
  if (unread.length === 0) return ''
  const named = unread.slice(0, MAX_NAMED).map(({ from, to }) => {
    if (from === null) {
      return to === null
        ? speech.say('unread_all')
        : speech.say('unread_before', { to: speech.moment(to) })
    }
    const moment = speech.moment(from)
    return to === null
      ? speech.say('unread_after', { from: moment })
      : speech.say('from_to', { from: moment, to: speech.moment(to) })
  })
  const more = unread.length - named.length
  const times = [...named, ...(more > 0 ? [speech.many('unread_more', more)] : [])].join('; ')
  return speech.say('unread', { times })
}

/** The same for programs, and in a line; null where all was read. */
export function unreadReason(unread: readonly Stretch[]): Reason | null {
  const [first] = unread
  if (first === undefined) return null
  const iso = (ms: number): string => new Date(ms).toISOString()
  const code = 'room_not_all_read'
  if (unread.length > 1) return { code, params: { context: 'several', count: unread.length } }
  const { from, to } = first
  if (from === null) {
    return to === null
      ? { code, params: { context: 'all' } }
      : { code, params: { context: 'before', to: iso(to) } }
  }
  return to === null
    ? { code, params: { context: 'after', from: iso(from) } }
    : { code, params: { context: 'between', from: iso(from), to: iso(to) } }
}
