const SECOND = 1_000
const KIB = 1_024
const MIB = 1_024 * KIB

/** How imports are read. */
export const readingLimits = {
  /** Bytes of text a sniffer may look at. */
  sampleBytes: 64 * KIB,
  /** Example positions kept per kind of trouble. */
  maxExamples: 5,
  /** Rooms of one folder, told apart by names of files alone, from which on it is asked whether they are one. */
  askedFilesOfFolder: 5,
  maxArchiveEntries: 200_000,
  maxArchiveUnpackedBytes: 64 * 1_024 * MIB,
  /** Unpacked to packed size of an archive, all nesting counted, and of one entry; text compresses
   * 20-fold, a bomb a thousandfold. */
  maxArchiveRatio: 200,
  /** Unpacked bytes below which that ratio says nothing: runs of zeros compress well. */
  smallArchiveBytes: 64 * MIB,
  smallEntryBytes: 4 * MIB,
  /** Rows of a table shown to a person who is asked what its columns hold. */
  tableRows: 20,
  /** Archives inside archives that are opened; a person packs twice, a bomb endlessly. */
  maxArchiveDepth: 3,
  progressIntervalMs: 250,
  /** The worker does nothing but look at files for so long before it can hear of a cancel. */
  maxBusyMs: 20,
  /** A cancelled import whose worker has not begun to stop by then loses the worker. */
  cancelGraceMs: 3 * SECOND,
} as const
