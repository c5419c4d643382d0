import { calendarIn, dateIn } from '../reading/date-order.ts'
import type { LineBatch } from '../reading/lines.ts'
import { noteMended, noteOtherCalendar } from '../reading/reading.ts'
import type { RoomSink, SinkRoom, SourceEntry } from '../reading/reader.ts'
import { colonIn } from './authors.ts'
import { headsOf, type WhatsAppHead } from './heads.ts'
import { nameWithoutMarks } from './marks.ts'
import { recordOf } from './record.ts'
import type { Survey } from './survey.ts'
import { isSystemText } from './words.ts'

/** A line that goes on a message, or begins one in a layout that this file hardly ever has. */
interface HeldLine {
  line: string
  head: WhatsAppHead | null
  wall: number
}

/** Of nearly every message. */
const noLines: readonly string[] = []

/** Reads a chat whose layouts and dates are known into its room. */
export async function readChat(
  entry: SourceEntry,
  batches: AsyncIterable<LineBatch>,
  survey: Survey,
  room: SinkRoom,
  sink: RoomSink,
  signal: AbortSignal,
): Promise<void> {
  let held: WhatsAppHead | null = null
  let heldWall = NaN
  let heldLines: HeldLine[] = []
  let hasOdd = false
  let isCalendarTold = false

  const finish = (head: WhatsAppHead, wall: number, lines: readonly HeldLine[]): void => {
    const more = lines.length === 0 ? noLines : lines.map(({ line }) => line)
    room.add(recordOf(head, more, wall, survey, sink.clock))
  }

  /** Hands on what is held; heads of a rare layout count where their time fits between the others. */
  const release = (nextWall: number): void => {
    if (!held) return
    let from = 0
    for (let index = 0; hasOdd && index < heldLines.length; index++) {
      const { head, wall } = heldLines[index] ?? { head: null, wall: NaN }
      if (!head || !(wall >= heldWall && wall <= nextWall) || !isPlausible(head, survey)) continue
      finish(held, heldWall, heldLines.slice(from, index))
      held = head
      heldWall = wall
      from = index + 1
    }
    finish(held, heldWall, from === 0 ? heldLines : heldLines.slice(from))
    held = null
    heldLines = []
    hasOdd = false
  }

  const noteCalendar = (line: string, { first, second, third }: WhatsAppHead): void => {
    const calendar = calendarIn(survey.order, first, second, third)
    if (calendar === null) return
    noteOtherCalendar(sink, entry, calendar, line)
    isCalendarTold = true
  }

  const take = (line: string, head: WhatsAppHead | null, number: number): void => {
    const wall = head
      ? dateIn(survey.order, head.first, head.second, head.third) + head.timeOfDay
      : NaN
    const isHead = head !== null && !Number.isNaN(wall)
    if (isHead && survey.layouts.has(head.layout)) {
      release(wall)
      if (!isCalendarTold) noteCalendar(line, head)
      held = head
      heldWall = wall
    } else if (held) {
      heldLines.push({ line, head: isHead ? head : null, wall })
      hasOdd ||= isHead
    } else if (line.trim() !== '') {
      sink.unparsed({ file: entry.name, line: number, text: line })
    }
  }
  for await (const batch of batches) {
    signal.throwIfAborted()
    noteMended(entry, sink, batch)
    const heads = headsOf(batch)
    for (let index = 0; index < heads.length; index++) {
      take(batch.lines[index] ?? '', heads[index] ?? null, batch.firstLine + index)
    }
  }
  release(Infinity)
}

const isPlausible = ({ rest }: WhatsAppHead, { authors }: Survey): boolean => {
  const { at: colon } = colonIn(rest)
  const speaker = colon > 0 ? authors.get(nameWithoutMarks(rest.slice(0, colon))) : undefined
  return (speaker?.count ?? 0) > 1 || isSystemText(rest)
}
