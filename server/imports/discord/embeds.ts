import { labelled } from '../reading/attachment-text.ts'
import { field, firstText, isObject, listOf, textOf } from '../reading/values.ts'

const LINKS = /https?:\/\/[^\s<>()|"]+/gi

/** An address as it is compared: scheme, `www.`, fragment, and marks or a slash at the end do not count. */
const bare = (address: string): string =>
  address
    .replace(/^https?:\/\/(?:www\.)?/i, '')
    .replace(/#.*$/, '')
    .replace(/[/.,;:!?*_]+$/, '')
    .toLowerCase()

/**
 * Discord makes a card for a link that somebody wrote; it says what the page says, not the author.
 * Cards of their own are made by programs only, so that beside a person's link every card is one of
 * these, and beside a program's link those with its address are.
 */
export function isPreview(url: string, said: string, isBot: boolean): boolean {
  const links = said.match(LINKS)
  if (!links) return false
  return !isBot || links.some((link) => bare(link) === bare(url))
}

/** The words of the cards of a message, without those that only show where a link leads. */
export const embedsText = (embeds: unknown, said: string, isBot: boolean): string =>
  listOf(embeds)
    .filter((embed) => !isPreview(textOf(field(embed, 'url')), said, isBot))
    .map((embed) => embedText(embed, said))
    .filter((text) => text !== '')
    .join('\n')

function embedText(embed: unknown, said: string): string {
  const words = [
    textOf(field(field(embed, 'author'), 'name')),
    textOf(field(embed, 'title')),
    textOf(field(embed, 'description')),
    ...listOf(field(embed, 'fields')).map((pair) =>
      labelled(textOf(field(pair, 'name')), textOf(field(pair, 'value'))),
    ),
    textOf(field(field(embed, 'footer'), 'text')),
    textOf(field(embed, 'url')),
  ].filter((line) => line.trim() !== '' && line !== said)
  if (words.length > 0) return words.join('\n')
  const picture = [field(embed, 'image'), ...listOf(field(embed, 'images')), field(embed, 'video')]
  return firstText(...picture.map((one) => field(one, 'url')))
}

/** Deepest nesting of components that is read; Discord itself allows four. */
const MAX_DEPTH = 10

/** The words of the parts that programs build messages of: texts, labels, descriptions. */
export function componentText(components: unknown, depth = 0): string {
  if (depth > MAX_DEPTH) return ''
  return listOf(components)
    .filter(isObject)
    .flatMap((part) => [
      firstText(part['content'], part['label'], part['placeholder']),
      textOf(field(part['media'], 'description')) || textOf(part['description']),
      componentText(part['components'], depth + 1),
      componentText(part['items'], depth + 1),
      componentText(part['accessory'] === undefined ? [] : [part['accessory']], depth + 1),
    ])
    .filter((text) => text.trim() !== '')
    .join('\n')
}

/** Question and answers of a poll, as Discord's API names them. */
export function pollText(poll: unknown): string {
  const words = (part: unknown): string =>
    typeof part === 'string' ? part : firstText(field(part, 'text'), field(part, 'name'))
  const answers = listOf(field(poll, 'answers')).map((answer) => {
    const text = words(field(answer, 'poll_media')) || words(field(answer, 'pollMedia'))
    return text || words(answer)
  })
  return [words(field(poll, 'question')), ...answers.map((text) => text && `- ${text}`)]
    .filter((text) => text !== '')
    .join('\n')
}
