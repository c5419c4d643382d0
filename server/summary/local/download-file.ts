import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, rename, rm, stat, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { localModelLimits } from './limits.ts'
import { checkModelFile } from './model-file.ts'
import { openDownload, type OpenedDownload } from './open-download.ts'
import { DownloadError, type WantedFile } from './wanted-file.ts'

export const partOf = (file: string): string => `${file}.part`

export interface DownloadPorts {
  onProgress(done: number): void
  /** All bytes are there; they are being read again for their checksum. */
  onChecking(): void
  /** Bytes that are free where a folder lies. Default: what the system says. */
  freeBytes?(folder: string): Promise<number>
  /** Milliseconds of the first pause between tries that brought nothing. */
  pauseMs?: number
}

/**
 * Fetches a file of gigabytes: goes on where an earlier try has ended, also one of an earlier start of the
 * program; looks for room on the disk first; takes the file only with the checksum that was promised.
 *
 * @throws DownloadError; or the reason of `signal`, and then what has come stays for the next time
 */
export async function downloadFile(
  wanted: WantedFile,
  ports: DownloadPorts,
  signal: AbortSignal,
): Promise<void> {
  const { file, bytes, sha256 } = wanted
  const part = partOf(file)
  if ((await sizeOf(part)) > bytes) await rm(part)
  await requireRoom(file, bytes - (await sizeOf(part)), ports.freeBytes)
  await fetchRest(wanted, ports, signal)
  ports.onChecking()
  const found = await checksumOf(part, signal)
  if (found !== sha256) {
    await rm(part, { force: true })
    throw new DownloadError({ code: 'download_wrong', params: { text: `SHA-256 ${found}` } })
  }
  const wrong = await checkModelFile(part)
  if (wrong !== null) {
    await rm(part, { force: true })
    throw new DownloadError({ code: 'download_wrong', params: { text: wrong } })
  }
  await rename(part, file)
}

async function requireRoom(
  file: string,
  missing: number,
  freeBytes: DownloadPorts['freeBytes'] = systemFree,
): Promise<void> {
  const free = await freeBytes(dirname(file))
  const needed = missing + localModelLimits.diskReserve
  if (missing > 0 && free < needed) {
    throw noRoom(needed, free)
  }
}

const megabyte = 1_000_000
const noRoom = (needed: number, free: number): DownloadError =>
  new DownloadError({
    code: 'download_no_room',
    params: { needed: Math.ceil(needed / megabyte), free: Math.floor(free / megabyte) },
  })

async function systemFree(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

/** Tries until all bytes are there; gives up after some tries in a row that brought not one. */
async function fetchRest(
  wanted: WantedFile,
  ports: DownloadPorts,
  signal: AbortSignal,
): Promise<void> {
  const { downloadTries, downloadPauseMs } = localModelLimits
  for (let inVain = 0; ;) {
    const before = await sizeOf(partOf(wanted.file))
    ports.onProgress(before)
    if (before === wanted.bytes) return
    let failure: unknown
    try {
      await fetchOnce(wanted, before, ports, signal)
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof DownloadError) throw error
      failure = error
    }
    const after = await sizeOf(partOf(wanted.file))
    if (after === wanted.bytes) continue
    inVain = after > before ? 0 : inVain + 1
    if (inVain >= downloadTries) {
      const words =
        failure instanceof Error ? failure.message : 'the connection ends again and again'
      throw new DownloadError({ code: 'download_broken', params: { text: words } })
    }
    const pauseMs = ports.pauseMs ?? downloadPauseMs
    await sleep(pauseMs * 2 ** inVain, undefined, { signal })
  }
}

/** One try: appends what comes, as far as it comes. */
async function fetchOnce(
  wanted: WantedFile,
  have: number,
  ports: DownloadPorts,
  signal: AbortSignal,
): Promise<void> {
  const clock = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  const touched = (): void => {
    clearTimeout(timer)
    const silent = new Error('no byte came for a minute')
    timer = setTimeout(() => clock.abort(silent), localModelLimits.downloadIdleMs)
  }
  touched()
  let opened: OpenedDownload | undefined
  try {
    opened = await openDownload(wanted, have, AbortSignal.any([signal, clock.signal]))
    // A server that cannot go on begins anew.
    const handle = await open(partOf(wanted.file), opened.from === 0 ? 'w' : 'a')
    try {
      let done = opened.from
      for await (const chunk of opened.body) {
        touched()
        if (done + chunk.length > wanted.bytes) {
          throw new DownloadError({ code: 'download_wrong', params: { text: '> bytes' } })
        }
        await handle.appendFile(chunk)
        done += chunk.length
        ports.onProgress(done)
      }
      await handle.sync()
    } finally {
      await handle.close()
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOSPC' || code === 'EDQUOT') {
      throw noRoom(wanted.bytes, 0)
    }
    throw error
  } finally {
    clearTimeout(timer)
  }
}

export async function sizeOf(file: string): Promise<number> {
  const found = await stat(file).catch(() => null)
  return found?.isFile() === true ? found.size : 0
}

async function checksumOf(file: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  const bytes = createReadStream(file, { highWaterMark: 1 << 20, signal })
  for await (const chunk of bytes as AsyncIterable<Buffer>) hash.update(chunk)
  return hash.digest('hex')
}
