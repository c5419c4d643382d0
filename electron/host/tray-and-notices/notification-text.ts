import type { DesktopPreferences } from '../../../server/contract/desktop-api.ts'
import type { ScheduleRun, ScheduleRunNews } from '../../../server/contract/schedules.ts'
import type { Ended } from './tally.ts'
import type { HostWords } from '../settings/words.ts'

export interface NotificationText {
  title: string
  body: string
  /** What the notification leads to: a workbook in its folder, a report in the window, the window. */
  leadsTo: { kind: 'folder' | 'report'; reportOid: string } | { kind: 'window' }
}

export interface NotificationPorts {
  nameOf(roomOid: string): string
  /** In the language of the words. */
  sayWhy(why: NonNullable<Ended['why']>): string
}

/** Rooms that a notification names before it says "and more"; systems cut longer texts anyway. */
const namedRooms = 3

/**
 * What is told of a batch that has ended, or null if nothing is: one notification however many
 * reports it had. What was cancelled is no news to the person who did it.
 */
export function batchText(
  ended: readonly Ended[],
  wanted: DesktopPreferences['notifications'],
  words: HostWords,
  { nameOf, sayWhy }: NotificationPorts,
): NotificationText | null {
  const finished = ended.filter(({ state }) => state === 'finished')
  const failed = ended.filter(({ state }) => state === 'failed')
  const undelivered = finished.filter(({ isUndelivered }) => isUndelivered).length
  const hasTrouble = failed.length > 0 || undelivered > 0
  if (wanted === 'none' || (wanted === 'failures' && !hasTrouble)) return null
  const unsent = undelivered > 0 ? [words.notMailed(undelivered)] : []

  const [first] = finished
  if (first === undefined) {
    const [only] = failed
    if (only === undefined) return null
    return failed.length === 1
      ? failureText(only, words, { nameOf, sayWhy })
      : {
          title: words.failedTitle(failed.length),
          body: roomList(failed, words, nameOf),
          leadsTo: { kind: 'window' },
        }
  }
  const also = failed.length > 0 ? [words.alsoFailed(failed.length)] : []
  return {
    title: words.readyTitle(finished.length),
    body: [roomList(finished, words, nameOf), ...also, ...unsent].join('\n'),
    // Where something went wrong, the window says what; else the files are what was waited for.
    leadsTo: hasTrouble ? { kind: 'window' } : { kind: 'folder', reportOid: first.reportOid },
  }
}

/** What is told of one report that failed. */
export function failureText(
  failed: Ended,
  words: HostWords,
  { nameOf, sayWhy }: NotificationPorts,
): NotificationText {
  return {
    title: words.failedRoom(oneLine(nameOf(failed.roomOid))),
    body: failed.why === undefined ? '' : oneLine(sayWhy(failed.why), maxReasonLength),
    leadsTo: { kind: 'report', reportOid: failed.reportOid },
  }
}

/**
 * What is told of a run of a schedule that is over, or null: where it has made reports, those are told of as a batch
 * as ever.
 */
export function runText(
  { name, run }: ScheduleRunNews,
  wanted: DesktopPreferences['notifications'],
  words: HostWords,
  sayWhy: (why: NonNullable<ScheduleRun['error']>) => string,
): NotificationText | null {
  const { state, batchOid, error } = run
  if (wanted === 'none' || state !== 'failed' || batchOid !== null) return null
  return {
    title: words.failedSchedule(oneLine(name)),
    body: error === undefined ? '' : oneLine(sayWhy(error), maxReasonLength),
    leadsTo: { kind: 'window' },
  }
}

/** The same of another server than the one inside the app, which it names. */
export const ofServer = (text: NotificationText, server: string): NotificationText => ({
  ...text,
  title: `${oneLine(server)}: ${text.title}`,
})

function roomList(
  ended: readonly Ended[],
  words: HostWords,
  nameOf: (roomOid: string) => string,
): string {
  const names = ended.slice(0, namedRooms).map(({ roomOid }) => oneLine(nameOf(roomOid)))
  const more = ended.length - names.length
  return [...names, ...(more > 0 ? [words.andMore(more)] : [])].join(', ')
}

const maxNameLength = 60
const maxReasonLength = 200

/** Names come out of chats: no line breaks, nothing that turns the rest of the text around. */
function oneLine(name: string, maxLength = maxNameLength): string {
  const plain = name
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
    .trim()
  const characters = [...plain]
  return characters.length > maxLength ? `${characters.slice(0, maxLength - 1).join('')}…` : plain
}
