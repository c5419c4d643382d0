import { cp, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { expect } from 'vitest'

const root = resolve(import.meta.dirname, '../..')

/** A copy of some folders of the project, with all that docs/extending.md adds; remove it afterwards. */
export async function extendedCopy(...folders: readonly string[]): Promise<string> {
  await mkdir(join(root, 'out'), { recursive: true })
  // Inside the project, so that packages are found.
  const copy = await mkdtemp(join(root, 'out/extending-'))
  for (const folder of folders) {
    await cp(join(root, folder), join(copy, folder), { recursive: true })
  }
  const page = await readFile(join(root, 'docs/extending.md'), 'utf8')
  const blocks = [...page.matchAll(/^```(tsx?|diff) (\S+)\n(.*?)^```$/gms)]
  expect(blocks.length).toBeGreaterThan(6)
  for (const [, kind = '', name = '', text = ''] of blocks) {
    if (!folders.includes(name.split('/')[0] ?? '')) continue
    if (kind === 'diff') await change(join(copy, name), name, text)
    else {
      await mkdir(dirname(join(copy, name)), { recursive: true })
      await writeFile(join(copy, name), text, { flag: 'wx' })
    }
  }
  return copy
}

async function change(file: string, name: string, text: string): Promise<void> {
  const lines = text.split('\n').slice(0, -1)
  const side = (other: '+' | '-'): string =>
    lines.flatMap((line) => (line.startsWith(other) ? [] : [`${line.slice(1)}\n`])).join('')
  const before = await readFile(file, 'utf8')
  expect(before.split(side('+')).length, `lines of ${name} that the page shows`).toBe(2)
  await writeFile(
    file,
    before.replace(side('+'), () => side('-')),
  )
}
