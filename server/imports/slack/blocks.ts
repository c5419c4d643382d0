import { field, firstText, isObject, listOf, numberOf, textOf } from '../reading/values.ts'
import { readableText, type SlackNames } from './markup.ts'

/** Deepest nesting of blocks that is read; Slack's own stop at about eight. */
const MAX_DEPTH = 24

/**
 * The words of Slack's blocks, block by block: what people typed (`rich_text`) and what programs lay
 * out. Blocks without words are left out; one that is not known gives the words in the usual places.
 * Facts: Slack's "Block Kit" reference.
 */
export const blockTexts = (blocks: unknown, names: SlackNames): { type: string; text: string }[] =>
  listOf(blocks)
    .map((block) => ({ type: textOf(field(block, 'type')), text: partText(block, names, 0) }))
    .filter(({ text }) => text.trim() !== '')

/** Keys that hold words or further parts, in the order in which they are shown. */
const PARTS = [
  'title',
  'subtitle',
  'label',
  'text',
  'description',
  'fields',
  'details',
  'body',
  'elements',
  'tasks',
  'cards',
  'output',
  'accessory',
  'element',
  'actions',
  'hint',
]

function partText(part: unknown, names: SlackNames, depth: number): string {
  if (typeof part === 'string') return readableText(part, names)
  if (depth > MAX_DEPTH) return ''
  const inner = (value: unknown): string => partText(value, names, depth + 1)
  if (Array.isArray(part)) return joinLines(part.map(inner))
  if (!isObject(part)) return ''
  const children = () => listOf(part['elements']).map(inner)
  switch (textOf(part['type'])) {
    case 'rich_text':
      return joinLines(children())
    case 'rich_text_section':
      return children().join('')
    case 'rich_text_preformatted':
      return fenced(children().join(''))
    case 'rich_text_quote':
      return quoted(children().join(''))
    case 'rich_text_list':
      return listText(children(), part)
    case 'table':
      return joinLines(
        listOf(part['rows']).map((row) =>
          listOf(row)
            .map((cell) => inner(cell).replaceAll('\n', ' '))
            .join(' | '),
        ),
      )
    case 'context':
      return children()
        .filter((text) => text !== '')
        .join(' ')
    case 'actions':
    case 'context_actions':
      return joinLines([children().filter(Boolean).join(' ')])
    case 'image':
    case 'video':
      return pictureText([part['title'], part['description'], part['alt_text']].map(inner), part)
    case 'call':
      return callText(part)
    case 'button':
    case 'workflow_button':
      return bracketed(inner(part['text']))
    case 'checkboxes':
    case 'radio_buttons':
    case 'overflow':
    case 'static_select':
      return joinLines(listOf(part['options']).map((option) => inner(field(option, 'text'))))
    case 'raw_number':
      return firstText(part['text'], part['value'])
    default:
      return leafText(part, names) ?? otherText(part, inner)
  }
}

/** A piece of rich text; undefined if it is none. These hold plain words, without mark-up. */
function leafText(part: Record<string, unknown>, names: SlackNames): string | undefined {
  switch (textOf(part['type'])) {
    case 'text':
    case 'raw_text':
      return textOf(part['text'])
    case 'link':
      return linkText(textOf(part['url']), textOf(part['text']))
    case 'user': {
      const id = textOf(part['user_id'])
      return `@${names.user(id) ?? id}`
    }
    case 'channel': {
      const id = textOf(part['channel_id'])
      return `#${names.channel(id) ?? id}`
    }
    case 'usergroup': {
      const id = textOf(part['usergroup_id'])
      return `@${names.group(id) ?? id}`
    }
    case 'team':
      return `@${textOf(part['team_id'])}`
    case 'emoji':
      return `:${textOf(part['name'])}:`
    case 'broadcast':
      return `@${textOf(part['range'])}`
    case 'color':
      return textOf(part['value'])
    case 'date':
      return dateText(part)
    default:
      return undefined
  }
}

/** A date carries words for those who cannot show it; without them it is the instant. */
function dateText(part: Record<string, unknown>): string {
  const fallback = textOf(part['fallback'])
  if (fallback.trim() !== '') return fallback
  const seconds = numberOf(part['timestamp']) ?? Number.NaN
  const date = new Date(seconds * 1_000)
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(0, 16).replace('T', ' ')
}

const linkText = (url: string, label: string): string =>
  label !== '' && label !== url ? `${label} (${url})` : url

const joinLines = (lines: readonly string[]): string =>
  lines.filter((line) => line.trim() !== '').join('\n')

const fenced = (code: string): string => (code.trim() === '' ? '' : `\`\`\`\n${code}\n\`\`\``)

const quoted = (text: string): string => (text.trim() === '' ? '' : text.replace(/^/gm, '> '))

const bracketed = (text: string): string => (text.trim() === '' ? '' : `[${text}]`)

/** Bullets and numbers as Slack shows them: 1. a. i. by depth. */
function listText(items: readonly string[], list: Record<string, unknown>): string {
  const indent = Math.min(Math.max(numberOf(list['indent']) ?? 0, 0), 8)
  const first = (numberOf(list['offset']) ?? 0) + 1
  const isOrdered = list['style'] === 'ordered'
  return items
    .map((item, index) => {
      const mark = isOrdered ? `${orderMark(first + index, indent)}.` : '•'
      return `${'    '.repeat(indent)}${mark} ${item}`
    })
    .join('\n')
}

const ROMAN: readonly (readonly [number, string])[] = [
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
]

function orderMark(number: number, indent: number): string {
  if (indent % 3 === 1 && number <= 26) return String.fromCharCode(0x60 + number)
  if (indent % 3 !== 2 || number > 39) return String(number)
  let rest = number
  let text = ''
  for (const [value, sign] of ROMAN) {
    for (; rest >= value; rest -= value) text += sign
  }
  return text
}

/** Title and description of a picture; its address where nobody described it. */
function pictureText(words: readonly string[], part: Record<string, unknown>): string {
  const text = joinLines([...new Set(words)])
  return text !== '' ? text : firstText(part['image_url'], part['video_url'], part['title_url'])
}

function callText(part: Record<string, unknown>): string {
  const call = field(part['call'], 'v1') ?? part['call']
  return joinLines([
    firstText(field(call, 'name'), field(call, 'display_id')),
    textOf(field(call, 'join_url')),
  ])
}

function otherText(part: Record<string, unknown>, inner: (value: unknown) => string): string {
  const words = joinLines(PARTS.map((key) => inner(part[key])))
  return words !== '' ? words : joinLines([inner(part['alt_text']), inner(part['fallback'])])
}
