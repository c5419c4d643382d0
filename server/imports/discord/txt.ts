import { dateVote, type DateOrder } from '../reading/date-order.ts'
import { isPreview } from './embeds.ts'
import { roomFromFile } from './place.ts'
import { readTwice, type LineBatch } from '../reading/lines.ts'
import { looseMoment, noteOtherYears, voteOn } from '../reading/loose-dates.ts'
import { unknownMoment, type Moment } from '../reading/moments.ts'
import { eachEntry, eachLine, noteAssumedZone, noteGuessedDates } from '../reading/reading.ts'
import type { IncomingMessage, Reader, RoomSink, SourceEntry } from '../reading/reader.ts'

const RULE = /^={40,}$/
const HEAD = /^\[([^\]]{6,40})\] (.{1,130})$/
const BLOCK = /^\{(Attachments|Embed|Stickers|Reactions|Forwarded Message|Inline Emojis)\}$/
const FOOTER = /^Exported ([\d.,\s]+) message\(s\)$/

/**
 * DiscordChatExporter's plain text: a header between rules, then `[date] author`, text, blank line.
 * Facts: Tyrrrz/DiscordChatExporter, `PlainTextMessageWriter.cs`.
 */
export const discordTxt: Reader = {
  format: 'discord-txt',
  source: 'discord',

  sniff({ text }) {
    return /^\s*={40,}\r?\n(?:Guild|Server): .*\r?\nChannel: /.test(text) ? 0.97 : 0
  },

  async read(source, sink, signal) {
    await eachEntry(source, sink, signal, async (entry) => {
      const lines = readTwice(entry, sink)
      const survey = await surveyOf(lines(), signal)
      if (survey.guessed && !sink.dateOrder) noteGuessedDates(sink, entry, survey.order)
      await readText(entry, lines(), survey, sink, signal)
    })
  },
}

interface Survey {
  guild: string
  channel: string
  order: DateOrder
  /** Dates were seen, and none of them tells. */
  guessed: boolean
}

/** The channel stands in the header; the order of day and month is told by all dates. */
async function surveyOf(batches: AsyncIterable<LineBatch>, signal: AbortSignal): Promise<Survey> {
  const vote = dateVote()
  let lastDate = ''
  let guild = ''
  let channel = ''
  let rules = 0
  for await (const { lines } of batches) {
    signal.throwIfAborted()
    for (const line of lines) {
      const first = line.charCodeAt(0)
      if (first === 0x5b) {
        const date = HEAD.exec(line)?.[1] ?? ''
        if (date !== lastDate) voteOn(date, vote)
        lastDate = date
      } else if (first === 0x3d && rules < 2 && RULE.test(line)) rules++
      else if (rules === 1 && channel === '') {
        guild ||= /^(?:Guild|Server): (.+)$/.exec(line)?.[1] ?? ''
        channel = /^Channel: (?:.* [/-] )?(.+)$/.exec(line)?.[1] ?? ''
      }
    }
  }
  return { guild, channel, ...vote.decide() }
}

async function readText(
  entry: SourceEntry,
  batches: AsyncIterable<LineBatch>,
  { guild, channel, order: found }: Survey,
  sink: RoomSink,
  signal: AbortSignal,
): Promise<void> {
  const { id, name: fromFile } = roomFromFile(entry.name)
  const name = channel || fromFile
  const scope = id.startsWith('name:') ? `text:${guild}` : 'text'
  const room = sink.room({ id: id.startsWith('name:') ? `name:${name}` : id, scope, name })
  const order = sink.dateOrder ?? found
  const momentOf = rememberLast((date) => looseMoment(date, order, sink.clock))
  let held: IncomingMessage | null = null
  let lines: string[] = []
  /** Where files, cards or reactions begin in `lines`. */
  let blocks = -1
  /** The first date without a zone. */
  let zoneless: string | null = null
  let rules = 0
  let messages = 0

  const release = (): void => {
    if (!held) return
    room.add(blocks < 0 ? { ...held, text: textOf(lines) } : withBlocks(held, lines, blocks))
    messages++
    held = null
    lines = []
    blocks = -1
  }
  /** A head stands at the beginning or after a blank line, or it is part of what somebody said. */
  const mayBegin = (): boolean => held === null || lines.at(-1) === ''

  const take = (line: string, number: number): void => {
    const first = line.charCodeAt(0)
    if (first === 0x3d && RULE.test(line) && (rules < 2 || mayBegin())) {
      rules++
      if (rules === 3) release()
      return
    }
    if (rules > 2) noteFooter(line, messages, entry, sink)
    if (rules !== 2) return
    const head = first === 0x5b && mayBegin() ? HEAD.exec(line) : null
    const when = head ? momentOf(head[1] ?? '') : null
    if (head && when && when.at !== null) {
      release()
      if (when.timeSource === 'assumed') zoneless ??= head[1] ?? ''
      held = {
        when,
        author: withoutEnd(head[2] ?? '', ' (pinned)'),
        kind: 'message',
        text: '',
      }
    } else if (held) {
      if (blocks < 0 && first === 0x7b && BLOCK.test(line)) blocks = lines.length
      lines.push(line)
    } else if (line.trim() !== '') {
      sink.unparsed({ file: entry.name, line: number, text: line })
    }
  }
  await eachLine(entry, sink, signal, take, batches)
  release()
  if (zoneless === null) return
  noteAssumedZone(sink, entry, name)
  noteOtherYears(sink, entry, zoneless, order)
}

/** The exporter has counted too; another number means that lines were lost or made up. */
function noteFooter(line: string, messages: number, entry: SourceEntry, sink: RoomSink): void {
  const footer = FOOTER.exec(line)
  if (!footer || Number(footer[1]?.replace(/\D/g, '')) === messages) return
  sink.warn('count_differs', {
    file: entry.name,
    text: `${line} ≠ ${messages}`,
  })
}

/** Most messages are one line and the blank one behind it. */
const textOf = (lines: readonly string[]): string =>
  (lines.length === 2 && lines[1] === '' ? (lines[0] ?? '') : lines.join('\n')).trim()

const withoutEnd = (text: string, end: string): string =>
  text.endsWith(end) ? text.slice(0, -end.length) : text

/** The exporter writes minutes, so that in a lively room most dates are the one before. */
function rememberLast(read: (date: string) => Moment): (date: string) => Moment {
  let last = ''
  let moment = unknownMoment
  return (date) => {
    if (date !== last) {
      last = date
      moment = read(date)
    }
    return moment
  }
}

/** Sorts what stands from `start` on into words and files; reactions say nothing of their own. */
function withBlocks(
  message: IncomingMessage,
  lines: readonly string[],
  start: number,
): IncomingMessage {
  const blocks = new Map<string, string[]>()
  let block: string[] = []
  for (const line of lines.slice(start)) {
    const kind = BLOCK.exec(line)?.[1]
    if (kind === undefined) {
      block.push(line)
    } else {
      block = blocks.get(kind) ?? []
      blocks.set(kind, block)
    }
  }
  const wordsOf = (kind: string): string => (blocks.get(kind) ?? []).join('\n').trim()
  const filesOf = (kind: string) =>
    (blocks.get(kind) ?? [])
      .filter((line) => line.trim() !== '')
      .map((line) => ({ name: fileName(line) }))
  const said = lines.slice(0, start).join('\n').trim()
  const forwarded = wordsOf('Forwarded Message')
  // The text does not tell programs from people, nor which address is that of the card.
  const embed = wordsOf('Embed')
  const card = embed === '' || isPreview('', `${said}\n${forwarded}`, false) ? '' : embed
  const others = [forwarded, card].filter(Boolean).join('\n')
  return {
    ...message,
    text: [said, blocks.has('Forwarded Message') && others ? 'Forwarded:' : '', others]
      .filter(Boolean)
      .join('\n'),
    attachments: [...filesOf('Attachments'), ...filesOf('Stickers')],
  }
}

const fileName = (address: string): string =>
  address
    .replace(/[?#].*$/, '')
    .split(/[/\\]/)
    .at(-1) || address
