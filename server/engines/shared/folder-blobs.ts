import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import {
  access,
  copyFile,
  lstat,
  open,
  opendir,
  readdir,
  rename,
  rm,
  type FileHandle,
} from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { isBlobKey, type BlobFacts, type Blobs } from '../../ports/blobs.ts'
import { writeNewFile } from '../../write-file.ts'
import { makeFolder } from '../../make-folder.ts'

/** Files that are being written, in `tmp/`. */
export const unfinishedEnding = '.put'

const isMissing = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR', 'ELOOP', 'ENXIO', 'EISDIR'].includes(
    (error as NodeJS.ErrnoException).code ?? '',
  )

/** What `work` finds; null where there is no file of that name. */
async function orNull<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work()
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

/** Makes a new name durable. Windows cannot open a folder; there the rename itself is journaled. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}

/** Follows no link, and does not wait at a pipe; null for what is no plain file. */
async function openPlain(path: string): Promise<FileHandle | null> {
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants
  const handle = await orNull(() => open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK))
  if (handle === null || (await handle.stat()).isFile()) return handle
  await handle.close()
  return null
}

const workFolderOf = (folder: string): string => join(folder, 'tmp')

/** Removes what a killed process had half put; for the one process that works in the folder. */
export async function removeHalfPut(folder: string): Promise<void> {
  const workFolder = workFolderOf(folder)
  for (const name of await readdir(workFolder)) {
    if (name.endsWith(unfinishedEnding)) await rm(join(workFolder, name), { force: true })
  }
}

/** Names of a sweep that are looked at together. */
const sweptAtOnce = 1_000

/**
 * Blobs as plain files in a folder, each under its key. A name appears by rename only, when its bytes are on
 * the disk; so a file is written beside its place, in `tmp/` of the same folder.
 *
 * @param workFolder where files are made. Default: the folder is a data folder of one process, files are made in
 *   its `tmp/`, and a person finds them. Given: other nodes use the folder, too.
 */
export function folderBlobs(folder: string, workFolder?: string): Blobs {
  const isShared = workFolder !== undefined
  const ownTmp = workFolderOf(folder)
  const pathOf = (key: string): string | null => (isBlobKey(key) ? join(folder, key) : null)

  function placeFor(key: string): string {
    const path = pathOf(key)
    if (path === null) throw new RangeError(`${JSON.stringify(key)} is no key of a blob`)
    return path
  }

  async function folderFor(place: string): Promise<void> {
    // A data folder that is gone is not made anew: the database would not be in it.
    await access(folder)
    const above = dirname(place)
    await access(above).catch(() => makeFolder(above))
  }

  async function moveInto(place: string, from: string): Promise<void> {
    await folderFor(place)
    await rename(from, place)
    await syncFolder(dirname(place))
  }

  /** Through `make`, which writes to a file beside, all or nothing. */
  async function whole(place: string, make: (unfinished: string) => Promise<void>): Promise<void> {
    const unfinished = join(ownTmp, `${randomUUID()}${unfinishedEnding}`)
    await folderFor(unfinished)
    try {
      await make(unfinished)
      await moveInto(place, unfinished)
    } catch (error) {
      await rm(unfinished, { force: true })
      throw error
    }
  }

  async function copyInto(place: string, from: string): Promise<void> {
    await whole(place, async (unfinished) => {
      await copyFile(from, unfinished)
      const handle = await open(unfinished, 'r+')
      await handle.sync().finally(() => handle.close())
    })
    await rm(from, { force: true })
  }

  async function factsOf(path: string): Promise<BlobFacts | null> {
    const found = await orNull(() => lstat(path, { bigint: true }))
    if (found === null || !found.isFile()) return null
    const { size, mtimeNs, ctimeNs, ino } = found
    return { bytes: Number(size), version: [ino, size, mtimeNs, ctimeNs].join('-') }
  }

  async function stat(key: string): Promise<BlobFacts | null> {
    const path = pathOf(key)
    return path === null ? null : factsOf(path)
  }

  /** Of several nodes, nobody knows at a start whose half-written files they are; only their age tells. */
  async function removeOldHalfPut(before: number): Promise<void> {
    for (const name of (await orNull(() => readdir(ownTmp))) ?? []) {
      const path = join(ownTmp, name)
      if (
        name.endsWith(unfinishedEnding) &&
        ((await orNull(() => lstat(path)))?.mtimeMs ?? Infinity) <= before
      )
        await rm(path, { force: true })
    }
  }

  return {
    isShared,
    workFolder: workFolder ?? ownTmp,
    async putFile(key, path) {
      const place = placeFor(key)
      try {
        await moveInto(place, path)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error
        await copyInto(place, path)
      }
    },
    async put(key, content, { signal } = {}) {
      const place = placeFor(key)
      signal?.throwIfAborted()
      await whole(place, (unfinished) =>
        writeNewFile(unfinished, content, { durable: true, mode: 0o600, signal }),
      )
      const facts = await factsOf(place)
      if (facts === null) throw new Error(`${place} has vanished right after it was written`)
      return facts
    },
    stat,
    async present(keys) {
      if (isShared) {
        const found = await Promise.all(keys.map(async (key) => ((await stat(key)) ? [key] : [])))
        return new Set(found.flat())
      }
      // The folder is read once: a page of reports has hundreds of keys in it.
      const folders = new Map<string, Promise<ReadonlySet<string>>>()
      const namesIn = (of: string): Promise<ReadonlySet<string>> => {
        const known = folders.get(of)
        if (known !== undefined) return known
        const names = orNull(() => readdir(of, { withFileTypes: true })).then(
          (entries) =>
            new Set((entries ?? []).flatMap((each) => (each.isFile() ? [each.name] : []))),
        )
        folders.set(of, names)
        return names
      }
      const found = new Set<string>()
      for (const key of keys) {
        const path = pathOf(key)
        if (path === null) continue
        const names = await namesIn(dirname(path))
        if (names.has(key.slice(key.lastIndexOf('/') + 1))) found.add(key)
      }
      return found
    },
    async open(key, range): Promise<Readable | null> {
      const path = pathOf(key)
      const handle = path === null ? null : await openPlain(path)
      return handle?.createReadStream({ ...range }) ?? null
    },
    async lend(key) {
      const path = pathOf(key)
      if (path === null || (await factsOf(path)) === null) return null
      return { path, release: async () => undefined }
    },
    localPath: isShared ? () => null : pathOf,
    async remove(key) {
      const path = pathOf(key)
      if (path !== null && (await factsOf(path)) !== null) await rm(path, { force: true })
    },
    async sweep(area, { needed, olderThanMs }) {
      const before = Date.now() - olderThanMs
      async function removeUnneeded(keys: readonly string[]): Promise<void> {
        if (keys.length === 0) return
        const staying = await needed(keys)
        for (const key of keys) if (!staying.has(key)) await rm(join(folder, key), { force: true })
      }
      let old: string[] = []
      for await (const { name } of (await orNull(() => opendir(join(folder, area)))) ?? []) {
        const key = `${area}/${name}`
        const path = pathOf(key)
        const found = path === null ? null : await orNull(() => lstat(path))
        if (found?.isFile() === true && found.mtimeMs <= before) old.push(key)
        if (old.length < sweptAtOnce) continue
        await removeUnneeded(old)
        old = []
      }
      await removeUnneeded(old)
      if (isShared) await removeOldHalfPut(before)
    },
  }
}
