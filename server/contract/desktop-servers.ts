import type { DesktopError } from './desktop-error.ts'

/** `serverOid` of the server inside the app. */
export const thisComputer = 'local'

/** Letters of what a person calls a server. */
export const maxServerNameLength = 80

/** Reports of a server that are under way, and those that have failed since the person looked at it. */
export interface ReportCounts {
  running: number
  waiting: number
  failed: number
}

/** A server that the window can show, beside the one inside the app. */
export interface KnownServer {
  serverOid: string
  /** What the person calls it. */
  name: string
  /** Its origin. */
  url: string
  /** As it last told; null before. */
  version: string | null
  /** `signed-out`: it has to be told a token before it says anything. */
  state: 'looking' | 'reached' | 'unreachable' | 'signed-out'
  /** Why it is not reached, or has been signed out of. */
  error?: DesktopError
  /** Whether the system keeps its token; else it is forgotten when the app quits. */
  isKept: boolean
  /** Null while it is not heard. */
  counts: ReportCounts | null
}

export interface ServerList {
  /** By name; the server inside the app is not among them. */
  servers: KnownServer[]
  /** Of the server inside the app. */
  own: ReportCounts
  /** The one that was removed last, while it can be taken back; null: there is none. */
  removed: RemovedServer | null
  /** Somebody is in the browser to sign in; null: nobody is. */
  signingIn: SigningIn | null
  /** `serverOid` of the one that the window shows: {@link thisComputer}, or one of them. */
  current: string
}

export interface RemovedServer {
  serverOid: string
  name: string
  /** Milliseconds since 1970. */
  until: number
}

export interface NewServer {
  url: string
  /** Empty: its host. */
  name: string
  token: string
}

/** Where to sign in through the browser: at a server that is not in the list yet, or at one that is. */
export type SignInWanted = Pick<NewServer, 'url' | 'name'> | { serverOid: string }

export interface SigningIn {
  /** Null: at one that is not in the list yet. */
  serverOid: string | null
  host: string
  /** The browser shows the same one, so that a person sees that it asks for this app. */
  word: string
}

export interface ServerChange {
  name?: string | undefined
  /** Signs in with it; null signs out. */
  token?: string | null | undefined
}
