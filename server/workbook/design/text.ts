/**
 * Rows that a text takes in a box of so many characters, for heights that Excel does not work out
 * by itself in merged cells. Wide scripts count double.
 */
export function lines(text: string, charactersPerLine: number): number {
  let total = 0
  for (const line of text.split('\n')) {
    let column = 0
    let rows = 1
    for (const word of line.split(/(?<=\s)/)) {
      const width = displayWidth(word)
      if (column > 0 && column + width > charactersPerLine) {
        rows += 1
        column = 0
      }
      rows += Math.floor(width / (charactersPerLine + 1))
      column = (column + width) % (charactersPerLine + 1)
    }
    total += rows
  }
  return total
}

function displayWidth(text: string): number {
  let width = 0
  for (const character of text) width += isWide(character.codePointAt(0) ?? 0) ? 2 : 1
  return width
}

const isWide = (code: number): boolean =>
  code >= 0x1100 &&
  (code <= 0x115f ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    code >= 0x1f300)

/** The start of a long text, for places that hold only a line. */
export function shorten(text: string, max: number): string {
  const oneLine = text.replaceAll(/\s+/g, ' ').trim()
  const characters = [...oneLine]
  return characters.length <= max ? oneLine : `${characters.slice(0, max - 1).join('')}…`
}
