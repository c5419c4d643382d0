import { readFile, writeFile } from 'node:fs/promises'
import { format, resolveConfig } from 'prettier'
import type { BenchLine } from './lines.ts'

const file = 'docs/summary.md'
const begin = '<!-- figures of bench:summary: begin -->'
const end = '<!-- figures of bench:summary: end -->'

/** Puts the figures of this run in place of the earlier ones in the documentation. */
export async function writeDocs(lines: readonly BenchLine[]): Promise<void> {
  const text = await readFile(file, 'utf8')
  const [from, to] = [text.indexOf(begin), text.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`${file} has no place for figures ("${begin}")`)
  const whole = `${text.slice(0, from)}${begin}\n\n${tablesOf(lines)}\n\n${text.slice(to)}`
  const style = await resolveConfig(file)
  await writeFile(file, await format(whole, { ...style, filepath: file }))
}

/** One table for all figures that are compared with the same peers. */
export function tablesOf(lines: readonly BenchLine[]): string {
  const tables = new Map<string, BenchLine[]>()
  for (const line of lines) {
    const key = Object.keys(line.peers).join(' ')
    tables.set(key, [...(tables.get(key) ?? []), line])
  }
  return [...tables.values()].map(tableOf).join('\n\n')
}

function tableOf(lines: readonly BenchLine[]): string {
  const peers = Object.keys(lines[0]?.peers ?? {})
  const rows = lines.map((line) => [
    line.case,
    `${line.metric} (${line.unit})`,
    `**${line.ours}**`,
    ...peers.map((peer) => String(line.peers[peer] ?? '')),
  ])
  const head = ['case', 'figure', 'ours', ...peers]
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')
}
