import type { Destination, DispatchState } from '../contract/dispatches.ts'
import type { Sentence } from '../contract/sentences.ts'

/** One attempt of a report on its way to one destination. Times in milliseconds since 1970. */
export interface StoredDispatch {
  /** Made of the report, its attempt and the destination: asked for twice it is one. */
  dispatchOid: string
  reportOid: string
  attempt: number
  destination: Destination
  /** The bytes that a webhook gets, the same at each try; empty for a folder. */
  body: string
  state: DispatchState
  /** Begun tries. */
  tries: number
  /** When it is tried next, or when who tries it now is taken for dead. */
  dueAt: number
  /** What became of the last try. */
  said: Sentence | null
}

export type NewDispatch = Pick<
  StoredDispatch,
  'dispatchOid' | 'reportOid' | 'attempt' | 'destination' | 'body' | 'dueAt'
> & { state: 'held' | 'pending' }

/** What is on its way to folders and webhooks, so that nothing of it is lost with the process. */
export interface Dispatches {
  /** Those that are known already stay as they are. */
  add(dispatches: readonly NewDispatch[]): Promise<void>
  /** Oldest first. */
  ofReport(reportOid: string): Promise<StoredDispatch[]>
  /**
   * Some that are due, each given to one caller: it has them until `until`, under its name.
   *
   * @param owner whoever of this name starts anew may take them up at once
   */
  take(claim: {
    owner: string
    now: number
    until: number
    limit: number
  }): Promise<StoredDispatch[]>
  /** Makes due again what `owner` had taken when it ended without a word. */
  takeUp(owner: string, now: number): Promise<void>
  /** Says what became of a try; nothing happens if another one has begun since. */
  settle(
    tried: Pick<StoredDispatch, 'dispatchOid' | 'tries'>,
    outcome: Pick<StoredDispatch, 'state' | 'dueAt' | 'said'>,
  ): Promise<void>
  /** Lets go those of a report that are held, or have failed; the tries begin anew. */
  release(reportOid: string, from: 'held' | 'failed', now: number): Promise<number>
  /** Forgets those of a report that are held. */
  withdraw(reportOid: string): Promise<void>
  /** When the next one is due; null if none waits. */
  nextDue(): Promise<number | null>
  /** Forgets those of reports that are gone. */
  sweep(): Promise<void>
}
