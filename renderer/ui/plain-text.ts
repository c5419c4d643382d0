/**
 * Anybody can have written names and messages. They are shown as text, and these two functions see to it
 * that the text cannot reorder, hide or break what stands around it.
 */

/** U+202A-202E, U+2066-2069 and the marks: they could turn the rest of a line around. */
const bidiControls = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu
const otherControls = /[\u007f-\u009f\u2028\u2029\ufeff]/gu
const c0Controls = /[\u0000-\u001f]/gu
const c0ControlsButLayout = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/gu

/** U+2400 block: the visible picture of a control character. */
const picture = (character: string): string =>
  String.fromCodePoint(0x2400 + (character.codePointAt(0) ?? 0))

/** One line: a name, a file name, an error. Controls become visible, direction marks are dropped. */
export const oneLine = (text: string): string =>
  text.replace(bidiControls, '').replace(otherControls, '').replace(c0Controls, picture)

/** Many lines: a message. Line feeds and tabs stay. */
export const manyLines = (text: string): string =>
  text
    .replace(/\r\n?|\u2028|\u2029/gu, '\n')
    .replace(bidiControls, '')
    .replace(otherControls, '')
    .replace(c0ControlsButLayout, picture)

/** Cuts at a code point, so that no half of a surrogate pair is left. */
export const shorten = (text: string, length: number): string => {
  if (text.length <= length) return text
  const cut = text.slice(0, length - 1)
  return `${cut.replace(/[\ud800-\udbff]$/u, '')}…`
}
