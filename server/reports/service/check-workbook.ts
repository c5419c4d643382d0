import { pipeline } from 'node:stream/promises'
import { Writable } from 'node:stream'
import { openPackage, UnreadableWorkbook } from '../../workbook/preview/package-reader.ts'

/** Bytes that a workbook may have once unpacked: a million messages are a fifth of it. */
const maxUnpackedBytes = 4 * 1_024 ** 3
/** How many times as large as its file that is, beyond a small one; sheets are packed to a tenth. */
const maxRatio = 100
const smallBytes = 64 * 1_024 ** 2

export type WorkbookFault = 'workbook' | 'macros' | 'unpacked'

/**
 * Looks whether a file from elsewhere is a workbook that opens: every part is unpacked once, and what pretends to be
 * small is found out by that.
 *
 * @param bytes of the file
 * @returns what is wrong with it; null if nothing is
 */
export async function faultOf(
  file: string,
  bytes: number,
  signal: AbortSignal,
): Promise<WorkbookFault | null> {
  const most = Math.min(maxUnpackedBytes, Math.max(smallBytes, bytes * maxRatio))
  try {
    const book = await openPackage(file)
    try {
      const parts = book.parts()
      if (parts.reduce((sum, { bytes: size }) => sum + size, 0) > most) return 'unpacked'
      if (parts.some(({ name }) => /(?:^|\/)vba[^/]*\.bin$/i.test(name))) return 'macros'
      const names = new Set(parts.map(({ name }) => name))
      if (!names.has('[Content_Types].xml') || !names.has('xl/workbook.xml')) return 'workbook'
      for (const { name } of parts) {
        if (name.endsWith('/')) continue
        const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
        // Sizes are checked while it is unpacked: more than was declared is an error.
        await pipeline(await book.open(name), nowhere, { signal })
      }
      return null
    } finally {
      book.close()
    }
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof UnreadableWorkbook || isOfZip(error)) return 'workbook'
    throw error
  }
}

/** Errors of the disk have a system call; what is wrong with a packed part has none. */
const isOfZip = (error: unknown): boolean => error instanceof Error && !('syscall' in error)
