import { field, firstText, listOf, textOf } from './values.ts'

const wordsOf = (value: unknown): string =>
  typeof value === 'boolean' ? String(value) : textOf(value)

/** `Host: db-7`; programs that end a title in a colon themselves get no second one. */
export const labelled = (title: string, value: string): string =>
  [value.trim() === '' ? title : title.replace(/\s*:\s*$/, ''), value]
    .filter((part) => part.trim() !== '')
    .join(': ')

/** `Host: db-7`; titles and values may each be missing, and values may be numbers, truths or lists. */
function fieldText(one: unknown): string {
  const value = field(one, 'value')
  const words = Array.isArray(value) ? value.map(wordsOf).join(', ') : wordsOf(value)
  return labelled(textOf(field(one, 'title')), words)
}

/** A title keeps the address it leads to. */
export function titleText(
  attachment: unknown,
  title: string = textOf(field(attachment, 'title')),
): string {
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
