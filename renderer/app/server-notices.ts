import { isAnyOf } from '@reduxjs/toolkit'
import type { RemovedServer } from '../../server/contract/desktop-servers.ts'
import type { AppDispatch } from '../api/services.ts'
import {
  loadServers,
  restoreServer,
  selectServerUndo,
  serversSlice,
} from '../features/servers/index.ts'
import { oneLine } from '../ui/plain-text.ts'
import { listeners, type ListenerOptions } from './listener-middleware.ts'
import { tellUndo } from './undo-notice.ts'

type Servers = { servers: ReturnType<typeof serversSlice.reducer> }

/**
 * What is said when a server was removed from the list, and was taken back. It is heard of by the list: where the
 * server was shown, the page that has removed it is gone.
 */
export const listenToServers = ({ t, notify }: ListenerOptions): (() => void)[] => [
  listeners.startListening({
    matcher: isAnyOf(serversSlice.actions.serversHeard, loadServers.fulfilled),
    effect: (_action, api) => {
      const before = (api.getOriginalState() as Servers).servers.list.removed
      const removed: RemovedServer | null = selectServerUndo(api.getState() as Servers)
      if (removed === null || removed.until === before?.until) return
      const dispatch = api.dispatch as AppDispatch
      tellUndo(
        { t, notify },
        {
          topic: 'servers',
          until: removed.until,
          title: () => t('servers.removed', { name: oneLine(removed.name) }),
          undo: () => void dispatch(restoreServer(removed.serverOid)),
        },
      )
    },
  }),
  listeners.startListening({
    actionCreator: restoreServer.fulfilled,
    effect: () =>
      notify({ tone: 'good', topic: 'servers', say: () => ({ title: t('servers.restored') }) }),
  }),
]
