import type { ServerConnection } from '../../../server/contract/desktop-api.ts'
import type {
  KnownServer,
  NewServer,
  ServerChange,
  ServerList,
  SignInWanted,
} from '../../../server/contract/desktop-servers.ts'
import type { SecretVault } from '../../../server/index.ts'
import type { Ended } from '../tray-and-notices/tally.ts'
import type { Ask } from './ask.ts'
import type { Counts } from './counts.ts'
import type { ServerFile } from './server-file.ts'

/** A server that the window shows in place of the one inside the app. */
export interface Shown extends ServerConnection {
  name: string
}

/** The servers beside "this computer", and which one the window shows. */
export interface Servers {
  list(): ServerList
  current(): string
  /** How the window reaches the one that it shows; null for this computer. By the relay, never directly. */
  shown(): Promise<Shown | null>
  /** The window shows this one from now on. */
  choose(serverOid: string): void
  /** Tries it first. @throws HostError that says what is wrong */
  add(wanted: NewServer): Promise<KnownServer>
  change(serverOid: string, change: ServerChange): Promise<KnownServer>
  /** In the browser of the system; one at a time. @throws HostError that says what is wrong */
  signIn(wanted: SignInWanted): Promise<KnownServer>
  cancelSignIn(): void
  /** It can be taken back for `trashLimits.undoMs`; its session ends after that, or by time where the app quits before. */
  remove(serverOid: string): void
  /** @throws HostError where it is too late, or the same server was added anew */
  restore(serverOid: string): void
  /** Asks each anew how it stands, and follows its reports from then on. */
  look(): void
  /** The reports of the server inside the app have changed. */
  ownChanged(): void
  /** What has ended at another server than the one inside the app; `name` is what the person calls it. */
  onEnd(listener: (end: RemoteEnd) => void): void
  /** As far as the server tells them. */
  roomNames(serverOid: string, roomOids: readonly string[]): Promise<ReadonlyMap<string, string>>
  onChange(listener: (list: ServerList) => void): void
  onChosen(listener: () => void): void
}

/** As the tally tells of it: the last of a batch, or its first failure. */
export interface RemoteEnd {
  kind: 'batch' | 'failure'
  serverOid: string
  name: string
  ended: readonly Ended[]
}

export interface ServersOptions {
  file: ServerFile
  vault: SecretVault
  ask(): Promise<Ask>
  /** Opens an address of a server in the browser of the system. */
  open(url: string): Promise<void>
  /** The one that the window showed the last time. */
  last: string | undefined
  keepLast(serverOid: string): void
  /** Of the server inside the app. */
  own: Counts
}
