import { randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'

const fileOf = (folder: string): string => join(folder, 'node-id')

function kept(folder: string): string | null {
  try {
    const text = readFileSync(fileOf(folder), 'utf8').trim()
    return /^[\w.-]{1,100}$/.test(text) ? text : null
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/**
 * The name of the node that works in this folder: the same at each start, so that it goes on at once with what it held
 * when it was killed. Whoever copies a folder must leave the file out.
 */
export function nodeIdOf(folder: string): string {
  const known = kept(folder)
  if (known !== null) return known
  const host = hostname()
    .replace(/[^\w.-]/g, '')
    .slice(0, 40)
  const made = `${host}-${randomUUID().slice(0, 8)}`
  writeFileSync(fileOf(folder), `${made}\n`)
  return made
}
