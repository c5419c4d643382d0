import { getRawHeader } from '@electron/asar'
import { createHash } from 'node:crypto'
import { lstatSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** A file of a packaged app, whether it lies in the folder or in its archive. */
export interface PackedFile {
  /** Below the folder of the app; what lies in the archive begins with `resources/app.asar/`. */
  path: string
  bytes: number
  sha256: string
  /** The first four bytes, where the file lies in the folder. */
  magic?: string
}

interface Entry {
  files?: Record<string, Entry>
  size?: number
  unpacked?: boolean
  link?: string
  integrity?: { hash: string }
}

const archive = join('resources', 'app.asar')

/** Every file of a packaged app. What the archive keeps beside itself is named once, by its place in the folder. */
export function packedFiles(folder: string): PackedFile[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const beside = names.flatMap((path) => {
    const file = join(folder, path)
    const stats = lstatSync(file)
    if (!stats.isFile()) return []
    const content = readFileSync(file)
    const sha256 = createHash('sha256').update(content).digest('hex')
    return [{ path, bytes: stats.size, sha256, magic: content.subarray(0, 4).toString('hex') }]
  })
  const inside: PackedFile[] = []
  const visit = (entry: Entry, path: string): void => {
    for (const [name, child] of Object.entries(entry.files ?? {})) visit(child, `${path}/${name}`)
    if (entry.size === undefined || entry.unpacked === true) return
    inside.push({ path, bytes: entry.size, sha256: entry.integrity?.hash ?? path })
  }
  visit(getRawHeader(join(folder, archive)).header as Entry, archive)
  return [...beside, ...inside]
}

const foreignName = /(?:musl|darwin|win32).*\.(?:node|so|dll|dylib|exe)$/
const windowsOrMac = /^(4d5a|feedface|feedfacf|cefaedfe|cffaedfe|cafebabe)/

/** Machine code that this system cannot run: of another system, or of a C library that Electron is not built for. */
export const foreignCode = (files: PackedFile[]): string[] =>
  files
    .filter(({ path, magic = '' }) => windowsOrMac.test(magic) || foreignName.test(path))
    .map(({ path }) => path)

/**
 * Files whose very bytes are there more than once. Small ones come with the versions of a package that npm keeps beside
 * each other, and weigh nothing.
 */
export function copies(files: PackedFile[]): string[] {
  const bySum = new Map<string, string[]>()
  for (const { path, bytes, sha256 } of files)
    if (bytes > 32_768) bySum.set(sha256, [...(bySum.get(sha256) ?? []), path])
  return [...bySum.values()].flatMap((same) => (same.length > 1 ? [same.join(' = ')] : []))
}
