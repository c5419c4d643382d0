import { field, firstText, listOf, textOf } from './values.ts'

/** `Host: db-7`; titles and values may each be missing, and values may be numbers or truths. */
function fieldText(one: unknown): string {
  const value = field(one, 'value')
  const words = typeof value === 'boolean' ? String(value) : textOf(value)
  return [textOf(field(one, 'title')), words].filter((part) => part.trim() !== '').join(': ')
}

/** A title keeps the address it leads to. */
function titleText(attachment: unknown): string {
  const title = textOf(field(attachment, 'title'))
  const link = textOf(field(attachment, 'title_link'))
  return title !== '' && /^https?:/i.test(link) && link !== title ? `${title} (${link})` : title
}

/**
 * What a message attachment of a program says, in the form that Slack made common: `pretext`,
 * `author_name`, `title`, `text`, `fields`; `fallback` only where there is nothing else.
 */
export function attachmentText(attachment: unknown): string {
  const lines = [
    textOf(field(attachment, 'pretext')),
    textOf(field(attachment, 'author_name')),
    titleText(attachment),
    textOf(field(attachment, 'text')),
    textOf(field(attachment, 'description')),
    ...listOf(field(attachment, 'fields')).map(fieldText),
  ].filter((line) => line.trim() !== '')
  return lines.length > 0 ? lines.join('\n') : firstText(field(attachment, 'fallback'))
}
