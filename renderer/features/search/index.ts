export { loadSearchView, SearchView } from './lazy.ts'
export { noQuestion } from './question.ts'
export { keyOf, searchSlice, showHit, type SearchRoot } from './search-slice.ts'
export { useLiveHits } from './use-live-hits.ts'
