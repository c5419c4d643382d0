import { randomFillSync } from 'node:crypto'
import { rmSync, statSync } from 'node:fs'
import { open, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * A file that only takes up space. On a full disk it is given up, so that the database can still say
 * which reports failed and why, and it comes back once there is room.
 */
export interface Reserve {
  /** Gives the space up; false if there is none to give. */
  release(): boolean
  /** Takes the space where there is plenty. Never rejects: a reserve is a comfort. */
  refill(): Promise<void>
}

/** Room that must be left beside the reserve, in reserves. */
const plenty = 4
const blockBytes = 1_024 * 1_024

/** @param bytes default: enough for some thousand small writes */
export function createReserve(dataDir: string, bytes = 16 * 1_024 * 1_024): Reserve {
  const path = join(dataDir, 'reserve.bin')
  let isFilling = false

  function isThere(): boolean {
    try {
      return statSync(path).size >= bytes
    } catch {
      return false
    }
  }

  async function fill(): Promise<void> {
    // Noise, because some file systems store a run of zeros in no space at all.
    const block = randomFillSync(Buffer.alloc(Math.min(blockBytes, bytes)))
    const handle = await open(path, 'w')
    try {
      for (let written = 0; written < bytes;) written += (await handle.write(block)).bytesWritten
      await handle.sync()
    } finally {
      await handle.close()
    }
  }

  return {
    release() {
      if (isFilling || !isThere()) return false
      rmSync(path, { force: true })
      return true
    },
    async refill() {
      if (isFilling || isThere()) return
      isFilling = true
      try {
        const { bavail, bsize } = await statfs(dataDir)
        if (bavail * bsize >= bytes * plenty) await fill()
      } catch {
        await rm(path, { force: true }).catch(() => undefined)
      } finally {
        isFilling = false
      }
    },
  }
}
