import type { SearchHit, SearchPage, SearchQuery } from '../ports/search.ts'

/** Main thread to worker. `wake`: there may be something to take into the index. */
export type ToSearchWorker = { type: 'find'; id: number; query: SearchQuery } | { type: 'wake' }

/** A page with the places of the words in each text, which may be the part around them of a long one. */
export interface MarkedPage extends Omit<SearchPage, 'items'> {
  items: (SearchHit & { marks: [number, number][] })[]
}

/** Worker to main thread. `resting`: the index is up to date. */
export type FromSearchWorker =
  | { type: 'found'; id: number; page: MarkedPage }
  | { type: 'failed'; id: number | null; message: string }
  | { type: 'resting' }
