import type { SearchHit, SearchPage, SearchQuery } from '../ports/search.ts'

/** Main thread to worker. `wake`: there may be something to take into the index. */
export type ToSearchWorker = { type: 'find'; id: number; query: SearchQuery } | { type: 'wake' }

/** A page with the places of the words in each text, which may be the part around them of a long one. */
export interface MarkedPage extends Omit<SearchPage, 'items'> {
  items: (SearchHit & { marks: [number, number][] })[]
}

/**
 * Worker to main thread. `filling`: about so many messages are not in the index yet. `resting`: all is taken in
 * that can be; what a running import brings to a known room waits for its end. Null: it could not be counted.
 */
export type FromSearchWorker =
  | { type: 'found'; id: number; page: MarkedPage }
  | { type: 'failed'; id: number | null; message: string }
  | { type: 'filling'; pending: number }
  | { type: 'resting'; pending: number | null }
