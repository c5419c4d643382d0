import { basename } from 'node:path/posix'
import {
  field,
  firstText,
  isObject,
  listOf,
  numberOf,
  sizeOf,
  textOf,
  type JsonObject,
} from '../reading/values.ts'
import type { Attachment } from '../../contract/rooms.ts'

/** Telegram's `text`: a string, or runs of plain strings and `{type, text, href?}`. */
export function flatText(text: unknown): string {
  if (typeof text === 'string') return text
  return listOf(text)
    .map((run) => {
      if (typeof run === 'string') return run
      const inner = textOf(field(run, 'text'))
      const href = textOf(field(run, 'href'))
      return href !== '' && href !== inner ? `${inner} (${href})` : inner
    })
    .join('')
}

/** The words of a message: text, or what a poll, place or contact says instead. */
export function messageText(message: JsonObject): string {
  const said = flatText(message['text']) || flatText(message['text_entities'])
  const parts = [
    textOf(message['forwarded_from']) && `Forwarded from ${textOf(message['forwarded_from'])}:`,
    said,
    pollText(message['poll']),
    placeText(message),
    contactText(message['contact_information']),
    listText(message['todo_list']),
    titled('Invoice', message['invoice_information']),
    message['game_title'] === undefined ? '' : `Game: ${textOf(message['game_title'])}`,
    message['giveaway_information'] === undefined ? '' : 'Giveaway',
  ]
  const text = parts.filter((part) => part !== '').join('\n')
  return text === '' ? textOf(message['sticker_emoji']) : text
}

function pollText(poll: unknown): string {
  if (!isObject(poll)) return ''
  const answers = listOf(poll['answers']).map(
    (answer) => `- ${flatText(field(answer, 'text'))} (${textOf(field(answer, 'voters'))})`,
  )
  return [`Poll: ${flatText(poll['question'])}`, ...answers].join('\n')
}

function listText(list: unknown): string {
  if (!isObject(list)) return ''
  const items = listOf(list['answers'] ?? list['items']).map(
    (item) => `- ${flatText(field(item, 'text') ?? field(item, 'title'))}`,
  )
  return [`List: ${flatText(list['title'])}`, ...items].join('\n')
}

const titled = (word: string, value: unknown): string =>
  isObject(value) ? `${word}: ${firstText(value['title'], value['description'])}` : ''

function placeText(message: JsonObject): string {
  const place = message['location_information']
  if (!isObject(place)) return ''
  const words = [textOf(message['place_name']), textOf(message['address'])].filter(Boolean)
  return [`Location: ${textOf(place['latitude'])}, ${textOf(place['longitude'])}`, ...words].join(
    '\n',
  )
}

const contactText = (contact: unknown): string =>
  isObject(contact)
    ? `Contact: ${[contact['first_name'], contact['last_name']].map(textOf).join(' ').trim()}`
    : ''

/** What happened, in the words of the export: `invite members: Ann, Bob`. */
export function serviceText(message: JsonObject): string {
  const action = textOf(message['action']).replaceAll('_', ' ') || 'service message'
  const details = [
    textOf(message['title']),
    listOf(message['members']).map(textOf).join(', '),
    textOf(message['discard_reason']),
    numberOf(message['duration_seconds']) === undefined
      ? ''
      : `${textOf(message['duration_seconds'])} s`,
    flatText(message['text']),
  ].filter((part) => part !== '')
  return details.length === 0 ? action : `${action}: ${details.join('; ')}`
}

/** Paths of files that were exported, and names of those that were not ("(File not included ...)"). */
export function filesOf(message: JsonObject): Attachment[] {
  const files: Attachment[] = []
  const add = (path: unknown, mimeType: string, bytes: unknown, fallback: string) => {
    const text = textOf(path)
    if (text === '') return
    const name = text.startsWith('(') ? fallback : basename(text)
    const size = sizeOf(bytes)
    files.push({
      name: name || fallback,
      ...(mimeType === '' ? {} : { mimeType }),
      ...(size === undefined ? {} : { bytes: size }),
    })
  }
  const kind = textOf(message['media_type']).replaceAll('_', ' ') || 'file'
  add(message['photo'], '', message['photo_file_size'], 'photo')
  add(
    message['file_name'] ?? message['file'],
    textOf(message['mime_type']),
    message['file_size'],
    kind,
  )
  return files
}
