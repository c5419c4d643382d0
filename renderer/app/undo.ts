import { selectLimitUndo, takeBackLimits } from '../features/access/index.ts'
import { bringBack, selectGroupUndo } from '../features/groups/index.ts'
import { selectPeopleUndo, undoPeople } from '../features/people/index.ts'
import { restoreServer, selectServerUndo } from '../features/servers/index.ts'
import { selectUndoOid, takeBack } from '../features/trash/index.ts'
import type { AppStore } from './store.ts'

/** Takes back the last thing that was done; false where there is nothing, or it is too late. */
function undoNewest({ getState, dispatch }: AppStore): boolean {
  const root = getState()
  const trashOid = selectUndoOid(root)
  const said = selectPeopleUndo(root)
  const group = selectGroupUndo(root)
  const server = selectServerUndo(root)
  const limit = selectLimitUndo(root)
  const ways = [
    trashOid !== null && {
      until: Date.parse(root.trash.last?.until ?? ''),
      undo: () => dispatch(takeBack(trashOid)),
    },
    said !== null && { until: said.until, undo: () => dispatch(undoPeople(said)) },
    group !== null && { until: group.until, undo: () => dispatch(bringBack(group)) },
    limit !== null && { until: limit.until, undo: () => dispatch(takeBackLimits(limit)) },
    server !== null && {
      until: server.until,
      undo: () => dispatch(restoreServer(server.serverOid)),
    },
  ].filter((way) => way !== false)
  // All can be taken back for as long, so what ends last was done last.
  const [newest] = ways.sort((a, b) => b.until - a.until)
  void newest?.undo()
  return newest !== undefined
}

/**
 * Ctrl+Z: takes back the last thing that was done, and that as soon as it is answered where it is not yet. An event
 * may have brought it to the window before, and what was done before it is not meant.
 *
 * @returns false where there is nothing to take back
 */
export function undo(store: AppStore): boolean {
  const isAnswered = (): boolean => store.getState().undo.asked.length === 0
  if (isAnswered()) return undoNewest(store)
  const stop = store.subscribe(() => {
    if (!isAnswered()) return
    stop()
    undoNewest(store)
  })
  return true
}
