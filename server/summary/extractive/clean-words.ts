import { emojiOf } from './emoji-names.ts'

/** What Slack itself writes when a file is shared; only the comment behind it was said. */
export const fileNote =
  /^@[^\n]{1,80}? (?:(?:uploaded|shared|added) an? [a-z]+: |commented on )[^\n]{0,400}?\(https?:[^\s)]{1,400}\)(?: and commented:|:)?/u
/** What WhatsApp writes of a sent file, in the language of the phone: `<attached: 0001-PHOTO.jpg>`. */
const attached = String.raw`\u200e?<[^<>:\n]{3,24}: [^<>\n]{1,200}\.[A-Za-z0-9]{2,5}>`
export const attachedMark = new RegExp(attached, 'gu')
const attachedBesideWords = new RegExp(String.raw`${attached}(?=\s*\S)|(?<=\S\s*)${attached}`, 'gu')
/** The heading that readers put before the words of somebody else. */
export const forwardMark = /^(?:Forwarded|Shared)(?: from ([^\n:]{1,80}))?:\s/u
/** Lines that repeat what another said. */
export const repeatedLines = /^[ \t]{0,3}>[^\n]*$/gmu

/** Stands for a person whose id the export does not explain. */
const somebody = '@…'
/** Mark-up of Slack and Discord that readers could not resolve. */
const marks: readonly [RegExp, string | ((...groups: string[]) => string)][] = [
  [/<(?:@[!&]?\d{15,21}|@[UW][A-Z0-9]{6,12}(?:\|[^<>]{0,80})?)>/g, somebody],
  [/(?<![\p{L}\p{N}@])@[UW](?=[A-Z]{0,11}\d)[A-Z0-9]{7,12}(?![\p{L}\p{N}])/gu, somebody],
  [/<#[CG]?[A-Z0-9]{6,21}\|([^<>|]{1,80})>/g, (_all, name) => `#${name}`],
  [/<#[CG]?[A-Z0-9]{6,21}>/g, '#…'],
  [/<![a-z]{2,20}(?:\^[^<>|]{0,80})?\|([^<>]{1,80})>/g, (_all, label) => label ?? ''],
  [/<!([a-z]{2,20})>/g, (_all, group) => `@${group}`],
  [/<a?(:\w{2,32}:)\d{15,21}>/g, (_all, name) => name ?? ''],
  [/<t:\d{1,15}(?::[a-zA-Z])?>/g, ''],
  [/<(?:https?|mailto):[^\s<>|]{1,800}\|([^<>|]{1,200})>/g, (_all, label) => label ?? ''],
  [/<(https?:[^\s<>|]{1,800})>/g, (_all, address) => address ?? ''],
  [/\[([^\][\n]{1,200})\]\(https?:[^\s()]{1,800}\)/g, (_all, label) => label ?? ''],
  // A full user id of Matrix.
  [
    /(?<![\p{L}\p{N}@])@([\p{L}\p{N}_.=/-]{1,64}):[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+/giu,
    (_all, name) => `@${name}`,
  ],
  // Emoji names in a row; "5:30:45" and "std::vector::at" are none.
  [
    /(?<![\p{L}\p{N}:])(?::[a-z0-9_+-]{2,30}:)+(?![\p{L}\p{N}:])/giu,
    (all) => (all ?? '').replace(/:([^:]+):/g, (_all, name: string) => emojiOf(name)),
  ],
  // One that touches a word, where it is known.
  [
    /(?<![:\d]):([a-z][a-z0-9_+-]{1,30}):(?!:)/gi,
    (all, name) => emojiOf(name ?? '') || (all ?? ''),
  ],
  [attachedBesideWords, ''],
]

/** `*bold*`, `__underlined__`, `~struck~`, `||hidden||` at the edges of words, as chats write them. */
const emphasis =
  /(?<![\p{L}\p{N}*_~|\\])(\*{1,3}|_{1,3}|~{1,2}|\|\|)(?=[^\s*_~|])([^\n*_~|]{1,300})(?<=\S)\1(?![\p{L}\p{N}*_~|])/gu
/** What is left in front of words whose address was cut off, as in ": who does it?". */
const strayStart = /^\s*[:;,]+\s+(?=[\p{L}\p{N}@#])/u
const mayHoldMarks = /[<[@:*_~|]/

/** Ids, emoji names and mark-up as people see them in the chat itself. Linear in the text. */
export function cleanWords(text: string): string {
  const said = spokenLines(text)
  if (!mayHoldMarks.test(said)) return said.replace(strayStart, '')
  let clean = said
  for (const [mark, instead] of marks) {
    clean =
      typeof instead === 'string' ? clean.replace(mark, instead) : clean.replace(mark, instead)
  }
  return clean.replace(emphasis, '$2').replace(emphasis, '$2').replace(strayStart, '')
}

/** Without headings of files and forwards and without repeated lines, where anything else is left. */
function spokenLines(text: string): string {
  const bare = text.trimStart().replace(fileNote, '')
  const own = bare.includes('>') ? bare.replace(repeatedLines, '') : bare
  const said = own.replace(forwardMark, (_mark, from?: string) =>
    from === undefined ? '' : `${from}: `,
  )
  return said.trim() === '' ? text : said
}
