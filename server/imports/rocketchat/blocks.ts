import { field, isObject, listOf, textOf } from '../reading/values.ts'

/** Where a block of Rocket.Chat's UI kit says something; each a text, an object of one, or a list. */
const WORDS = ['title', 'label', 'text', 'altText', 'description', 'fields', 'footer']

const wordsOf = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(wordsOf)
  if (!isObject(value)) return [textOf(value)]
  // The footer of a preview is a block of its own.
  return 'elements' in value ? elementWords(value) : wordsOf(value['text'])
}

/** A line of small print holds texts and pictures; buttons and fields to fill in say nothing. */
const elementWords = (block: unknown): string[] =>
  listOf(field(block, 'elements')).flatMap((element) => [
    ...(/^(?:mrkdwn|plain_text)$/.test(textOf(field(element, 'type'))) ? wordsOf(element) : []),
    textOf(field(element, 'altText')),
  ])

/** What the blocks of a message say, a line for each text. */
export function blockLines(blocks: unknown): string[] {
  return listOf(blocks)
    .filter(isObject)
    .flatMap((block) => [...WORDS.flatMap((key) => wordsOf(block[key])), ...elementWords(block)])
    .filter((line) => line.trim() !== '')
}
