import { readdirSync, readFileSync } from 'node:fs'

/** Parent of each process that is running. */
function parents(): Map<number, number> {
  const found = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    // The second field, the program's name, may hold spaces and brackets: count from its end.
    const stat = read(`/proc/${name}/stat`)
    const parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]
    if (parent !== undefined) found.set(Number(name), Number(parent))
  }
  return found
}

/**
 * Memory of a process and all below it, in MB. Pages that several share are divided among them
 * (PSS), so that the sum is what the machine really gives.
 */
export function treeMemoryMb(root: number): number {
  const tree = new Set([root])
  const all = [...parents()].sort(([a], [b]) => a - b)
  // A child may have a smaller id than its parent once ids have wrapped around.
  for (let before = 0; before !== tree.size;) {
    before = tree.size
    for (const [pid, parent] of all) if (tree.has(parent)) tree.add(pid)
  }
  let kilobytes = 0
  for (const pid of tree) {
    kilobytes += Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0)
  }
  return kilobytes / 1_024
}

/** Processes end while they are being read; those count nothing. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
