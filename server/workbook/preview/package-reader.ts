import path from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import yauzl from 'yauzl'
import { sentence, type Sentence } from '../../contract/sentences.ts'
import { inEnglish } from '../../words/say.ts'
import { previewLimits } from './limits.ts'
import { children, parseXmlTree, type XmlNode } from './xml-tree.ts'

/** The file is not a workbook, or not one that can be read within bounds; `said` tells why. */
export class UnreadableWorkbook extends Error {
  override name = 'UnreadableWorkbook'
  readonly said: Sentence

  constructor(said: Sentence) {
    super(inEnglish(said))
    this.said = said
  }
}

/** A part that is not well-formed. */
export const brokenPart = (part: string, error: unknown): UnreadableWorkbook =>
  new UnreadableWorkbook(sentence('workbook_part_broken', { part, text: lineOf(error) }))

const lineOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? ''

export interface Relationship {
  /** The last part of its type, such as `worksheet`. */
  type: string
  /** Name of a part, or an address where it is external. */
  target: string
  isExternal: boolean
}

/** An .xlsx file opened for reading: its parts by name, each read within bounds. */
export interface PackageReader {
  /** Every part, with the bytes that it says to have once unpacked. */
  parts(): readonly { name: string; bytes: number }[]
  /** Bytes of a part once unpacked; null if there is no such part. */
  sizeOf(part: string): number | null
  /** A stream of the unpacked bytes; the caller destroys it when it has seen enough. */
  open(part: string): Promise<Readable>
  /** A small part as a tree; null if there is no such part. */
  tree(part: string): Promise<XmlNode | null>
  relationships(part: string): Promise<Map<string, Relationship>>
  close(): void
}

/**
 * @throws UnreadableWorkbook where the file is no zip archive, or holds more parts than a workbook does
 */
export async function openPackage(file: string): Promise<PackageReader> {
  const zip = await openZip(file)
  const entries = new Map<string, yauzl.Entry>()
  try {
    for await (const entry of zip.eachEntry()) {
      entries.set(entry.fileName, entry)
      if (entries.size > previewLimits.maxParts) {
        throw new UnreadableWorkbook(sentence('workbook_many_parts'))
      }
    }
  } catch (error) {
    zip.close()
    throw asUnreadable(error)
  }

  async function open(part: string): Promise<Readable> {
    const entry = entries.get(part)
    if (entry === undefined) {
      throw new UnreadableWorkbook(sentence('workbook_part_missing', { part }))
    }
    try {
      return await zip.openReadStreamPromise(entry)
    } catch (error) {
      throw asUnreadable(error)
    }
  }

  async function tree(part: string): Promise<XmlNode | null> {
    const entry = entries.get(part)
    if (entry === undefined) return null
    if (entry.uncompressedSize > previewLimits.maxPartBytes) {
      throw new UnreadableWorkbook(sentence('workbook_part_large', { part }))
    }
    try {
      return parseXmlTree(await text(await open(part)))
    } catch (error) {
      throw asUnreadable(error)
    }
  }

  async function relationships(part: string): Promise<Map<string, Relationship>> {
    const folder = path.posix.dirname(part)
    const name = path.posix.join(folder, '_rels', `${path.posix.basename(part)}.rels`)
    const list = children((await tree(name)) ?? undefined, 'Relationship')
    return new Map(
      list.map(({ attributes }) => {
        const target = attributes['Target'] ?? ''
        const isExternal = attributes['TargetMode'] === 'External'
        return [
          attributes['Id'] ?? '',
          {
            type: (attributes['Type'] ?? '').split('/').at(-1) ?? '',
            target: isExternal ? target : partName(folder, target),
            isExternal,
          },
        ]
      }),
    )
  }

  return {
    parts: () =>
      [...entries].map(([name, { uncompressedSize }]) => ({ name, bytes: uncompressedSize })),
    sizeOf: (part) => entries.get(part)?.uncompressedSize ?? null,
    open,
    tree,
    relationships,
    close: () => zip.close(),
  }
}

/** Targets are relative to the folder of the part that names them, or begin at the root. */
const partName = (folder: string, target: string): string =>
  target.startsWith('/') ? target.slice(1) : path.posix.normalize(path.posix.join(folder, target))

async function openZip(file: string): Promise<yauzl.ZipFile> {
  const options = { lazyEntries: true, autoClose: false, validateEntrySizes: true }
  try {
    return await yauzl.openPromise(file, options)
  } catch (error) {
    throw asUnreadable(error)
  }
}

/** System errors such as ENOENT stay what they are; the rest says that the file is broken. */
function asUnreadable(error: unknown): Error {
  if (error instanceof UnreadableWorkbook) return error
  if (error instanceof Error && 'syscall' in error) return error
  return new UnreadableWorkbook(sentence('workbook_broken', { text: lineOf(error) }))
}
