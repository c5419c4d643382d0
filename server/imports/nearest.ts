import { piecesOf } from './reading/pieces.ts'
import type { Reader, Sample } from './reading/reader.ts'

/** A format that a part of a file fits. */
export interface Nearest {
  file: string
  format: string
}

/** How well the best piece of a file fits a reader, 0 to 1; the whole of it may fit none. */
export function bestPiece(reader: Reader, sample: Sample): number {
  // A file of bytes has no lines.
  if (sample.text.includes('\0')) return 0
  let best = 0
  for (const lines of piecesOf(sample.text.split('\n'))) {
    const text = lines.join('\n')
    best = Math.max(best, reader.sniff({ ...sample, text, whole: true }, [sample.name]))
  }
  return best
}

/** The reader that a piece of one of the files fits best; null where no piece fits any well enough. */
export function nearestOf(
  samples: readonly Sample[],
  readers: readonly Reader[],
  enough: number,
): Nearest | null {
  let best: (Nearest & { score: number }) | null = null
  for (const sample of samples) {
    for (const reader of readers) {
      const score = bestPiece(reader, sample)
      if (score < enough || score <= (best?.score ?? 0)) continue
      best = { file: sample.name, format: reader.format, score }
    }
  }
  return best && { file: best.file, format: best.format }
}
