import { readingLimits } from '../limits.ts'
import { bomb } from './import-error.ts'

/** What one archive, with all archives inside it, may unpack to. */
export interface ArchiveBudget {
  /**
   * Counts bytes that are unpacked, or will be.
   *
   * @throws ImportError `unsafe_archive` when they are more than a chat export holds
   */
  take(bytes: number): void
  /** Counts files, whatever their size; throws in the same way. */
  takeFiles(count: number): void
}

/** Hands out a budget for each archive on disk; together they may not exceed that of the import. */
export interface ImportBudget {
  archive(name: string, packedBytes: number): ArchiveBudget
}

/**
 * The budget of an archive is a multiple of its own size and counts all levels of nesting, because
 * a bomb hides in layers: each level by itself may look like well packed text.
 */
export function openBudget(): ImportBudget {
  let left: number = readingLimits.maxArchiveUnpackedBytes
  return {
    archive(name, packedBytes) {
      const most = Math.max(
        readingLimits.smallArchiveBytes,
        packedBytes * readingLimits.maxArchiveRatio,
      )
      let unpacked = 0
      let files = 0
      return {
        take(bytes) {
          unpacked += bytes
          left -= bytes
          if (unpacked > most || left < 0) throw bomb(name)
        },
        takeFiles(count) {
          files += count
          if (files > readingLimits.maxArchiveEntries) throw bomb(name)
        },
      }
    },
  }
}
