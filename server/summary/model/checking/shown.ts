/** What is remembered of each message that a model was shown. */
export interface Shown {
  messageId: string
  author: string
  at: number | null
  text: string
  /** Id of the message that it answers by the word of the export, or null. */
  replyTo: string | null
  /** Number of the conversation that it belongs to. */
  conversation: number
}

/** Messages by their row. */
export type ShownMessages = ReadonlyMap<number, Shown>

const numberIn = /(?<![\p{L}\p{N}])m?(\d{1,9})(?!\p{N})/giu

/** Rows that a source names, of those that were shown: `m12`, `12`, `[m1, m2]`, `message 12`. */
export const rowsIn = (source: string, shown: ShownMessages): number[] => [
  ...new Set(
    [...source.matchAll(numberIn)]
      .map(([, number]) => Number(number))
      .filter((row) => shown.has(row)),
  ),
]
