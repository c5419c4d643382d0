export { loadSearchView, SearchView } from './lazy.ts'
export { noQuestion, toQuery } from './question.ts'
export { keyOf, searchSlice, showHit, type SearchRoot } from './search-slice.ts'
