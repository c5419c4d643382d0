import { readTwice } from '../reading/lines.ts'
import { eachEntry, noteAssumedZone, noteGuessedDates } from '../reading/reading.ts'
import type { Reader } from '../reading/reader.ts'
import { readChat } from './chat.ts'
import { parseHead } from './heads.ts'
import { marksHere } from './marks.ts'
import { chatName } from './names.ts'
import { surveyOf } from './survey.ts'
import { isSystemText } from './words.ts'

/** What IRC clients write behind a date in brackets. */
const IRC_BODY = /^(?:<[^<>:]{1,60}>|\*|-!-|[→←⇐•] )/

/** Lines that may be heads; those of people who write from right to left begin with marks. */
const BEGINNING = new RegExp(String.raw`^${marksHere}(?:\[|\p{Nd})`, 'u')

/**
 * WhatsApp's "Export chat" text. There is no specification: the layout follows phone, language and
 * region, so heads are found by shape and the order of day and month by all dates of the file.
 * The file names no zone, no ids and no replies.
 */
export const whatsapp: Reader = {
  format: 'whatsapp-txt',
  source: 'whatsapp',

  sniff({ name, text }) {
    if (/\.(?:json|csv|html?)$/i.test(name)) return 0
    const lines = text.split(/\r?\n/).filter((line) => BEGINNING.test(line))
    const tried = lines.slice(0, 300)
    const heads = tried
      .map(parseHead)
      .filter((head) => head !== null)
      .filter((head) => !IRC_BODY.test(head.rest))
    const said = heads.some(
      (head) =>
        /^(?:[^:]{1,100}:(?: |$)|\p{L}[^:/\n]{0,40}:)/u.test(head.rest) || isSystemText(head.rest),
    )
    if (tried.length === 0 || !said || heads.length < tried.length * 0.6) return 0
    return 0.7 + 0.25 * (heads.length / tried.length)
  },

  async read(source, sink, signal) {
    const names = source.entries.map(({ name }) => name)
    await eachEntry(source, sink, signal, async (entry) => {
      const fromFile = chatName(entry.name, names)
      const lines = readTwice(entry, sink)
      const found = await surveyOf(lines(), fromFile, signal)
      const survey = sink.dateOrder ? { ...found, order: sink.dateOrder, guessed: false } : found
      if (survey.guessed) noteGuessedDates(sink, entry, survey.order)
      noteAssumedZone(sink, entry, survey.beginning)
      const room =
        fromFile === null
          ? sink.room({ id: `_chat ${survey.beginning}`, name: survey.name })
          : sink.room({ id: fromFile, name: fromFile })
      await readChat(entry, lines(), survey, room, sink, signal)
    })
  },
}
