import { readFileSync } from 'node:fs'
import { writeWhole } from '../settings/whole-write.ts'

/** A server as it is written down. */
export interface StoredServer {
  serverOid: string
  name: string
  url: string
  /** What the system's keychain has made of the token; absent where it keeps none. */
  secret?: string
}

const isText = (value: unknown): value is string => typeof value === 'string'

/** Takes each server by itself: a damaged one is left out, and nothing else with it. */
export function readServers(json: string): StoredServer[] {
  let list: unknown
  try {
    list = JSON.parse(json)
  } catch {
    return []
  }
  if (!Array.isArray(list)) return []
  return list.flatMap((item: unknown) => {
    const { serverOid, name, url, secret } = (item ?? {}) as Record<string, unknown>
    if (!isText(serverOid) || !isText(name) || !isText(url) || !URL.canParse(url)) return []
    return [{ serverOid, name, url, ...(isText(secret) && { secret }) }]
  })
}

/** The list of servers in a file. A missing one is an empty list. */
export const serverFile = (file: string) => ({
  read(): StoredServer[] {
    try {
      return readServers(readFileSync(file, 'utf8'))
    } catch {
      return []
    }
  },
  write: (servers: readonly StoredServer[]): void => writeWhole(file, JSON.stringify(servers)),
})
export type ServerFile = ReturnType<typeof serverFile>
