import { readFile } from 'node:fs/promises'

/** Linux counts processor time in these. */
const ticksPerSecond = 100

/** Processor time of a process with its threads, in milliseconds. */
export async function cpuMsOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  // utime and stime, counted from the state.
  return ((Number(fields[11]) + Number(fields[12])) / ticksPerSecond) * 1_000
}

/** The most memory that a process has held, in megabytes. */
export async function peakMbOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1_024
}
