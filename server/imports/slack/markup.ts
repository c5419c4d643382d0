import { field, firstText, isObject, listOf, textOf } from '../reading/values.ts'

/** Names for the ids in Slack's texts; undefined for an id nobody lists. */
export interface SlackNames {
  user(id: string): string | undefined
  channel(id: string): string | undefined
}

const ENTITIES: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' }
const decodeEntities = (text: string): string =>
  text.includes('&')
    ? text.replace(/&(?:lt|gt|amp);/g, (entity) => ENTITIES[entity] ?? entity)
    : text

/** Export links carry a token that opens every file of the workspace (`?t=xoxe-...`). */
const TOKEN_PARAMETER =
  /([?&])(?:t|token|pub_secret)=[^&\s"'<>|)]*(?:xox|%78%6f%78)[^&\s"'<>|)]*&?/gi
const TOKEN = /\bxox[a-z](?:\.xox[a-z])?-[A-Za-z0-9-]{10,}/g

/** True if the text holds a secret of Slack. */
export const holdsToken = (text: string): boolean => text.includes('xox')

export const stripTokens = (text: string): string =>
  holdsToken(text)
    ? text
        .replace(TOKEN_PARAMETER, '$1')
        .replace(/[?&](?=$|[\s"'<>|)])/g, '')
        .replace(TOKEN, '[token removed]')
    : text

const MARKUP = /<([^<>]*)>/g

/**
 * Slack's mark-up as people see it: `<@U1>` by name, `<#C1|general>`, `<!here>`, links as
 * `label (address)`, and the three entities; emphasis and emoji names stay as typed.
 * Source: Slack's "Formatting text for app surfaces".
 */
export function plainText(text: string, names: SlackNames): string {
  if (!text.includes('<') && !text.includes('&')) return stripTokens(text)
  const parts: string[] = []
  let last = 0
  for (const match of text.matchAll(MARKUP)) {
    parts.push(decodeEntities(text.slice(last, match.index)), resolve(match[1] ?? '', names))
    last = match.index + match[0].length
  }
  parts.push(decodeEntities(text.slice(last)))
  return stripTokens(parts.join(''))
}

function resolve(inside: string, names: SlackNames): string {
  const bar = inside.indexOf('|')
  const target = bar < 0 ? inside : inside.slice(0, bar)
  const label = bar < 0 ? '' : decodeEntities(inside.slice(bar + 1))
  const rest = target.slice(1)
  if (target.startsWith('@')) return `@${names.user(rest) ?? (label || rest)}`
  if (target.startsWith('#')) return `#${label || (names.channel(rest) ?? rest)}`
  if (target.startsWith('!')) {
    if (label) return label
    return `@${rest.replace(/^subteam\^/, '').split('^')[0] ?? rest}`
  }
  const address = decodeEntities(target)
  const bare = address.replace(/^(?:mailto|tel):/, '')
  if (label === '' || label === address || label === bare) return bare
  // A label that is only a shorter way to write the address says nothing of its own.
  if (address.replace(/^https?:\/\//, '').replace(/\/$/, '') === label) return address
  return `${label} (${address})`
}

/** The words of a message whose `text` is empty: rich text blocks, then what bots attach. */
export function structuredText(message: unknown, names: SlackNames): string {
  const blocks = listOf(field(message, 'blocks')).map((block) => blockText(block, names))
  const words = blocks.filter((text) => text !== '').join('\n')
  return words !== '' ? stripTokens(words) : ''
}

function blockText(block: unknown, names: SlackNames): string {
  if (!isObject(block)) return ''
  const type = textOf(block['type'])
  if (type === 'text') return textOf(block['text'])
  if (type === 'link') {
    const [url, label] = [textOf(block['url']), textOf(block['text'])]
    return label && label !== url ? `${label} (${url})` : url
  }
  if (type === 'user') {
    const id = textOf(block['user_id'])
    return `@${names.user(id) ?? id}`
  }
  if (type === 'channel') {
    const id = textOf(block['channel_id'])
    return `#${names.channel(id) ?? id}`
  }
  if (type === 'emoji') return `:${textOf(block['name'])}:`
  if (type === 'broadcast') return `@${textOf(block['range'])}`
  const inner = [block['text'], ...listOf(block['fields'])].map((part) =>
    typeof part === 'string'
      ? plainText(part, names)
      : plainText(textOf(field(part, 'text')), names),
  )
  const children = listOf(block['elements']).map((child) => blockText(child, names))
  const list = type === 'rich_text' || type === 'rich_text_list'
  return [inner.filter((text) => text !== '').join('\n'), children.join(list ? '\n' : '')]
    .filter((text) => text !== '')
    .join('\n')
}

/** What bots and integrations attach; previews of links in the text are left out. */
export function attachedText(message: unknown, names: SlackNames): string {
  const parts: string[] = []
  for (const attachment of listOf(field(message, 'attachments'))) {
    const isPreview = firstText(field(attachment, 'from_url'), field(attachment, 'original_url'))
    if (isPreview !== '') continue
    const lines = [
      field(attachment, 'pretext'),
      field(attachment, 'title'),
      field(attachment, 'text'),
      ...listOf(field(attachment, 'fields')).map(
        (pair) => `${textOf(field(pair, 'title'))}: ${textOf(field(pair, 'value'))}`,
      ),
    ].map((line) => plainText(textOf(line), names))
    const words = lines.filter((line) => line.trim() !== '' && line !== ': ')
    const fallback = plainText(textOf(field(attachment, 'fallback')), names)
    parts.push(words.length > 0 ? words.join('\n') : fallback)
  }
  return parts.filter((part) => part !== '').join('\n')
}
