import type { SearchTerm } from './search-words.ts'

export interface SearchQuery {
  /** All of them must be in a message. At least one. */
  terms: readonly SearchTerm[]
  /** Only in these rooms; absent: in all that people see. */
  roomOids?: readonly string[] | undefined
  /** Only by people in whose names these words follow one another. */
  author?: SearchTerm | undefined
  /** Milliseconds since 1970, inclusive. */
  from?: number | undefined
  /** Milliseconds since 1970, exclusive. */
  to?: number | undefined
  /** `next` of the page before. */
  after?: number | undefined
  limit: number
}

export interface SearchHit {
  roomOid: string
  roomName: string
  /** Position in the room, from 1: the row of its transcript. */
  messageNumber: number
  /** Milliseconds since 1970; null where nothing tells the time. */
  at: number | null
  author: string
  text: string
}

export interface SearchPage {
  /** Newest first. */
  items: SearchHit[]
  /** Where the next page goes on; null: there is none. */
  next: number | null
  /** How many there are, counted up to `searchLimits.maxCounted`. */
  total: number
  /** Messages that are not in the index yet. */
  pending: number
}

/**
 * The words of all messages. The index follows the messages: it is brought up to date in steps, outside
 * of the work that writes them, and what is in it survives a kill at any moment.
 */
export interface Search {
  find(query: SearchQuery): Promise<SearchPage>
  /**
   * Takes the next messages into the index, or what is no longer a message out of it: one short transaction.
   *
   * @returns whether there is more to do
   */
  catchUp(): Promise<boolean>
}
