import type { Readable } from 'node:stream'

/** A request to a server that is not inside the app. */
export interface Asked {
  /** Whole address. */
  url: string
  method: string
  headers: Readonly<Record<string, string>>
  /** Default: none. */
  body?: Readable | undefined
  /** Ends it, also in the middle of the answer. */
  signal: AbortSignal
}

export interface Told {
  status: number
  headers: Readonly<Record<string, string>>
  body: Readable
}

/** Never follows a redirect: the token belongs to this server. Rejects with what the network says. */
export type Ask = (asked: Asked) => Promise<Told>
