/**
 * Text on one line of Markdown, in which nothing is a mark: no emphasis, link, picture, heading, list or
 * HTML, and no address that GitHub would make a link of. Only what would be a mark is escaped, so that
 * the file reads well as it is, too.
 */
export function markdownText(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .replaceAll(mark, (sign, at: number, whole: string) =>
      isNeedless(sign, at, whole) ? sign : (entities[sign] ?? `\\${sign}`),
    )
    .replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2')
}

/** The same within a table, whose cells end at a bar. */
export const markdownCell = (text: string): string => markdownText(text).replaceAll('|', '\\|')

const mark =
  /[`[*_~]|\\(?=[!-/:-@[-`{-~]|$)|\](?=[([])|<(?=[A-Za-z/!?])|&(?=#?\w{1,31};)|^[-+](?=\s|$|-)|^#+(?=\s|$)|(?<=\s)#+$|^>|(?<=\b(?:https?|ftp|mailto|xmpp)):|(?<=\bwww)\./gi

const entities: Readonly<Record<string, string>> = { '<': '&lt;', '&': '&amp;' }

const isSpace = (sign: string): boolean => sign === '' || sign === ' '
const isWord = (sign: string): boolean => /[\p{L}\p{N}]/u.test(sign)

/** A sign between blanks marks nothing, nor does a `_` within a word; a single `~` is a tilde. */
function isNeedless(sign: string, at: number, whole: string): boolean {
  const [before, after] = [whole.charAt(at - 1), whole.charAt(at + 1)]
  if (sign === '*') return at > 0 && isSpace(before) && isSpace(after)
  if (sign === '_') return (isWord(before) && isWord(after)) || (isSpace(before) && isSpace(after))
  if (sign === '~') return whole.indexOf('~') === whole.lastIndexOf('~')
  return false
}
