/** Lines of a piece, and how many lines behind one piece the next begins. */
const PIECE = 8
const STEP = 4
/** Pieces that are looked at; a beginning that is no chat is rarely longer. */
const LOOKS = 40

/** Pieces of a text: what stands before or between the lines of a chat hides it no longer in them. */
export function* piecesOf(lines: readonly string[]): Generator<string[]> {
  const filled = lines.filter((line) => line.trim() !== '')
  for (let look = 0; look < LOOKS && look * STEP < filled.length; look++) {
    yield filled.slice(look * STEP, look * STEP + PIECE)
  }
}
