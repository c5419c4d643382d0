import {
  hasImportEnded,
  importsSlice,
  loadImports,
  selectImport,
} from '../features/imports/index.ts'
import { reportsSlice } from '../features/reports/index.ts'
import { readRooms } from '../features/rooms/index.ts'
import type { Import } from '../../server/contract/imports.ts'
import { oneAfterAnother } from './one-after-another.ts'
import type { AppStore } from './store.ts'

/**
 * An import brings more rooms than a stream may tell one by one: news of the same kind may be left out for a
 * window that cannot keep up. So the list is read again when one has ended.
 */
export const hearImports = (store: AppStore): ((items: Import[]) => void) => {
  const readAgain = oneAfterAnother(async () => {
    const read = await store.dispatch(readRooms())
    // Without an answer the list stays as it is; that the server cannot be reached is told elsewhere.
    if (readRooms.fulfilled.match(read))
      store.dispatch(reportsSlice.actions.lastReportsHeard(read.payload.items))
  })
  return (items) => {
    const before = store.getState()
    store.dispatch(importsSlice.actions.importsChanged(items))
    const abridged = items.flatMap((item) => (item.abridged ? [item.importOid] : []))
    if (abridged.length > 0) void store.dispatch(loadImports(abridged))
    // An end that was known already is told again behind every new connection.
    const hasEnded = items.some(
      (item) => hasImportEnded(item) && selectImport(before, item.importOid)?.state !== item.state,
    )
    if (hasEnded) readAgain()
  }
}
