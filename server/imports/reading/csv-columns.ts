import type { ImportColumns } from '../../contract/imports.ts'

/** Which column holds what; -1 for none. */
export interface ChatColumns {
  time: number
  /** Time of day, where it stands in a column of its own. */
  clock: number
  author: number
  authorKey: number
  text: number
  room: number
  id: number
  replyTo: number
  attachments: number
}

export const noColumns: ChatColumns = {
  time: -1,
  clock: -1,
  author: -1,
  authorKey: -1,
  text: -1,
  room: -1,
  id: -1,
  replyTo: -1,
  attachments: -1,
}

/** Names that tables of messages give their columns, best first; spaces, dots and case do not count. */
const NAMES: Record<keyof ChatColumns, string> = {
  text: 'text message content contents body messagetext msg messagebody comment nachricht inhalt mensaje texto mensagem texte bericht messaggio testo',
  time: 'timestamp datetime createdat sentat date at time created sent ts senton messagedate dateutc datum zeit zeitpunkt gesendet fecha data heure tijd',
  clock: 'time timeofday uhrzeit hora heure ora',
  author:
    'author sender sendername from username user displayname nick nickname name authorname fromname absender autor verfasser von remitente auteur mittente afzender',
  authorKey: 'authorid userid senderid fromid',
  room: 'room channel roomname channelname chat conversation group chatname conversationname raum kanal gruppe canal sala',
  id: 'id messageid msgid guid uuid',
  replyTo: 'replyto replytoid inreplyto parentid threadid threadts',
  attachments: 'attachments attachment files file anhang',
}
const fields = Object.keys(NAMES) as (keyof ChatColumns)[]
const listOf: Record<string, readonly string[]> = Object.fromEntries(
  fields.map((field) => [field, NAMES[field].split(' ')]),
)

/** Which columns a header names, each at most once; cells in lower case. */
export function namedColumns(header: readonly string[]): ChatColumns {
  const cells = header.map((cell) => cell.replace(/[^\p{L}\p{N}]/gu, ''))
  const columns: ChatColumns = { ...noColumns }
  for (const field of fields) {
    const taken = new Set(Object.values(columns))
    const name = listOf[field]?.find((one) => cells.includes(one) && !taken.has(cells.indexOf(one)))
    columns[field] = name === undefined ? -1 : cells.indexOf(name)
  }
  return columns
}

/** The same; null if the header does not name text and who or when. */
export function columnsOf(header: readonly string[]): ChatColumns | null {
  const columns = namedColumns(header)
  return columns.text >= 0 && (columns.author >= 0 || columns.time >= 0) ? columns : null
}

/** What a person has chosen. */
export const chosenColumns = (chosen: ImportColumns): ChatColumns => ({
  time: chosen.time ?? -1,
  clock: chosen.clock ?? -1,
  author: chosen.author ?? -1,
  authorKey: chosen.authorId ?? -1,
  text: chosen.text,
  room: chosen.room ?? -1,
  id: chosen.id ?? -1,
  replyTo: chosen.replyTo ?? -1,
  attachments: chosen.attachments ?? -1,
})

export const offeredColumns = (columns: ChatColumns): Partial<ImportColumns> => {
  const { authorKey, ...others } = columns
  const all = Object.entries({ ...others, authorId: authorKey })
  return Object.fromEntries(all.filter(([, column]) => column >= 0))
}
