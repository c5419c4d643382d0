import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { folderBlobs } from '../engines/shared/folder-blobs.ts'
import { createLogoFiles } from './logo-files.ts'

const folder = mkdtempSync(join(tmpdir(), 'rapporteur-logos-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The beginning of a PNG file of 80 by 40 pixels. */
const png = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]),
  Buffer.from('IHDR'),
  Buffer.from([0, 0, 0, 80, 0, 0, 0, 40, 8, 2, 0, 0, 0, 0, 0, 0, 0]),
])
const place = (name: string, content: Uint8Array): string => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

describe('the logo of a report', () => {
  mkdirSync(join(folder, 'data'))
  const logos = createLogoFiles(folderBlobs(join(folder, 'data')))

  it('stays as it was when its file is replaced', async () => {
    const path = place('logo.png', png)
    const kept = (await logos.keep(path)) as { file: string }
    place('logo.png', Buffer.concat([png, Buffer.from('changed')]))
    const later = (await logos.keep(path)) as { file: string }
    expect(later.file).not.toBe(kept.file)
    expect(readFileSync(join(folder, 'data', 'logos', kept.file)).equals(png)).toBe(true)
  })

  it.each([
    ['a text', place('text.png', Buffer.from('hello')), 'not a PNG or JPEG'],
    ['a folder', folder, 'not a file'],
    ['a missing file', join(folder, 'none.png'), 'ENOENT'],
    ['a huge file', place('huge.png', Buffer.alloc(2 ** 20 + 1)), 'larger than 1 MiB'],
  ])('is left out for %s, with the reason in words', async (_, path, reason) => {
    expect(await logos.keep(path)).toMatchObject({
      problem: expect.stringContaining(reason) as string,
      said: { code: expect.stringMatching(/^logo_/) as string },
    })
  })
})
