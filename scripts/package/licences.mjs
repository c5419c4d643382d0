import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { at } from '../setup/paths.mjs'

/**
 * The packages whose code was taken into `out/`, by what the build has written down.
 *
 * @returns {{ name: string, version: string, license: string, folder: string }[]} by name
 */
export function bundledPackages() {
  const lists = at('out', 'bundled')
  if (!existsSync(lists)) return []
  const folders = readdirSync(lists).flatMap((name) =>
    JSON.parse(readFileSync(join(lists, name), 'utf8')),
  )
  const found = new Map()
  for (const folder of folders) {
    const { name, version, license, licenses } = JSON.parse(
      readFileSync(join(folder, 'package.json'), 'utf8'),
    )
    const said = license ?? licenses?.map(({ type }) => type).join(' OR ') ?? 'see its text'
    found.set(`${name}@${version}`, { name, version, license: said.type ?? said, folder })
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** Name, version and the words of the licence of each bundled package, which every copy must bring along. */
export function writeLicences(file = at('out', 'licences.txt')) {
  const parts = bundledPackages().map(({ name, version, license, folder }) => {
    const texts = readdirSync(folder)
      .filter((entry) => /^(licen[cs]e|copying|notice)/i.test(entry))
      .map((entry) => readFileSync(join(folder, entry), 'utf8').trim())
    return [`${name} ${version} (${license})`, ...texts].join('\n\n')
  })
  const head = 'Rapporteur holds code of these packages.'
  writeFileSync(file, `${[head, ...parts].join(`\n\n${'-'.repeat(72)}\n\n`)}\n`)
}
