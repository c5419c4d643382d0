import type { AppDispatch } from '../api/services.ts'
import {
  changeLimits,
  loadAccess,
  nameOf,
  selectLimits,
  sightText,
  takeBackLimits,
  type LimitFrom,
} from '../features/access/index.ts'
import { loadGroups } from '../features/groups/index.ts'
import { listeners, type ListenerOptions } from './listener-middleware.ts'
import type { RootState } from './store.ts'
import { tellUndo } from './undo-notice.ts'

/** What is said when it was changed who may see a room, and was taken back. */
export const listenToAccess = ({ t, notify }: ListenerOptions): (() => void)[] => {
  /** The name of one, the number of several. */
  const named = ([first, ...others]: readonly LimitFrom[]): string =>
    first === undefined || others.length > 0
      ? t('access.rooms', { count: others.length + 1 })
      : nameOf(t, first.target)
  return [
    listeners.startListening({
      actionCreator: changeLimits.fulfilled,
      effect: ({ payload }, api) => {
        const dispatch = api.dispatch as AppDispatch
        const { from, after, until } = payload
        tellUndo(
          { t, notify },
          {
            topic: 'access',
            until,
            title: () => t('access.changed', { name: named(from), sight: sightText(t, after) }),
            undo: () => void dispatch(takeBackLimits(payload)),
          },
        )
      },
    }),
    listeners.startListening({
      actionCreator: loadGroups.fulfilled,
      effect: (_, api) => {
        // A group that is limited may have other rooms now, which are marked.
        const isOfGroups = selectLimits(api.getState() as RootState).some(
          ({ kind }) => kind === 'group',
        )
        if (isOfGroups) void (api.dispatch as AppDispatch)(loadAccess())
      },
    }),
    listeners.startListening({
      actionCreator: takeBackLimits.fulfilled,
      effect: ({ meta }) =>
        notify({
          tone: 'good',
          topic: 'access',
          say: () => ({ title: t('access.undone', { name: named(meta.arg.from) }) }),
        }),
    }),
  ]
}
