import { labelled } from '../reading/attachment-text.ts'
import { htmlText } from '../reading/html-text.ts'
import { firstText, isObject, listOf, textOf, type JsonObject } from '../reading/values.ts'

/** Deeper than any card is drawn; beyond, only somebody who means harm nests. */
const MAX_DEPTH = 40
const MAX_LINES = 1_000

/** Where cards say something, in the order in which it is read. */
const WORDS = [
  'pretext',
  'title',
  'activityTitle',
  'subtitle',
  'subTitle',
  'activitySubtitle',
  'activityText',
  'text',
  'label',
  'description',
  'codeSnippet',
  'altText',
  'alt',
  'price',
]
/** Where cards keep parts of themselves, in the order in which they are drawn. */
const PARTS = [
  'body',
  'sections',
  'items',
  'pages',
  'columns',
  'images',
  'facts',
  'card',
  'actions',
  'potentialAction',
  'buttons',
]

/** Buttons that send something back to the program; they say nothing. */
const BUTTON =
  /^(?:Action\.(?:Submit|Execute|ToggleVisibility)|ActionCard|HttpPOST|imBack|messageBack|invoke)$/

/**
 * What a card says, a line for each of its parts: adaptive cards, connector cards (MessageCard), hero,
 * thumbnail, list and receipt cards. Facts keep their values, links their address.
 *
 * @param card the parsed content of the attachment
 */
export function cardText(card: unknown): string {
  const lines: string[] = []
  collect(card, lines, 0)
  if (isObject(card)) {
    const summary = textOf(card['summary']).trim()
    if (summary !== '' && !lines.some((line) => line.includes(summary))) lines.unshift(summary)
    if (lines.length === 0) add(lines, card['fallbackText'])
  }
  return lines.join('\n')
}

function collect(part: unknown, lines: string[], depth: number): void {
  if (depth > MAX_DEPTH || lines.length >= MAX_LINES) return
  if (Array.isArray(part)) part.forEach((one) => collect(one, lines, depth + 1))
  else if (typeof part === 'string') add(lines, part)
  else if (isObject(part)) collectObject(part, lines, depth)
}

function collectObject(part: JsonObject, lines: string[], depth: number): void {
  const type = firstText(part['type'], part['@type'])
  const whole = pairText(part, type) || linkText(part) || inlineText(part) || rowText(part, depth)
  if (whole !== '') {
    add(lines, whole)
    // A button may unfold a card of its own.
    collect(part['card'], lines, depth + 1)
    return
  }
  if (BUTTON.test(type)) return
  for (const key of WORDS) add(lines, part[key])
  for (const choice of listOf(part['choices'])) {
    // Its value is a name for programs.
    if (isObject(choice)) add(lines, choice['title'])
  }
  for (const key of PARTS) collect(part[key], lines, depth + 1)
  // Tables keep rows, and receipts end with sums.
  for (const row of listOf(part['rows'])) collect(row, lines, depth + 1)
  for (const key of ['tax', 'vat', 'total']) {
    const sum = textOf(part[key])
    if (sum !== '') add(lines, `${key}: ${sum}`)
  }
}

/** `Host: db-7` of facts, whose first half has three names, and of fields that were filled in. */
function pairText(part: JsonObject, type: string): string {
  const value = textOf(part['value'])
  if (type.startsWith('Input.')) {
    const label = firstText(part['label'], part['title'], part['placeholder'])
    // What a choice or a switch holds is a name for programs.
    return /ChoiceSet|Toggle/.test(type) || value === '' || label === '' ? '' : `${label}: ${value}`
  }
  const isFact = type === '' || type === 'Fact'
  const name = firstText(part['title'], part['name'], part['key'])
  return isFact && name !== '' && value !== '' ? labelled(readable(name), readable(value)) : ''
}

/** `Open (https://...)` of a button or a connector's action that leads somewhere. */
function linkText(part: JsonObject): string {
  const target = listOf(part['targets']).map((one) => (isObject(one) ? textOf(one['uri']) : ''))[0]
  const isLink = /openurl/i.test(textOf(part['type']))
  const address = firstText(part['url'], target, isLink ? part['value'] : '')
  const title = firstText(part['title'], part['name'])
  if (title === '' || !/^https?:/i.test(address)) return ''
  return `${title} (${address})`
}

/** The runs of a rich text are one line. */
const inlineText = (part: JsonObject): string =>
  listOf(part['inlines'])
    .map((run) => (isObject(run) ? textOf(run['text']) : textOf(run)))
    .join('')

/** The cells of a table's row stand beside each other. */
function rowText(part: JsonObject, depth: number): string {
  return listOf(part['cells'])
    .map((cell) => {
      const lines: string[] = []
      collect(cell, lines, depth + 2)
      return lines.join(' ')
    })
    .join('\t')
    .trim()
}

function add(lines: string[], value: unknown): void {
  const text = readable(textOf(value)).trim()
  if (text !== '') lines.push(text)
}

/** Only these, for an address in pointed brackets is no tag. */
const TAG =
  /<\/?(?:p|br|b|i|u|s|em|strong|a|at|ul|ol|li|div|span|h[1-6]|pre|code|table|tr|td|th|img|hr)\b[^<>]*>/i

/** Older cards hold HTML; adaptive ones have dates that each reader sees in words of their own. */
function readable(text: string): string {
  const words = TAG.test(text) || /&#?\w+;/.test(text) ? htmlText(text) : text
  return words.replace(/\{\{(DATE|TIME)\(([^,()]+)[^()]*\)\}\}/g, (whole, kind, iso: string) => {
    const at = new Date(iso.trim())
    if (Number.isNaN(at.getTime())) return whole
    const [date = '', time = ''] = at.toISOString().split('T')
    return kind === 'DATE' ? date : `${time.slice(0, 5)} UTC`
  })
}
