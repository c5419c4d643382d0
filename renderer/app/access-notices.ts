import type { AppDispatch } from '../api/services.ts'
import { changeLimit, nameOf, sightText, takeBackLimit } from '../features/access/index.ts'
import { listeners, type ListenerOptions } from './listener-middleware.ts'
import { tellUndo } from './undo-notice.ts'

/** What is said when it was changed who may see a room, and was taken back. */
export const listenToAccess = ({ t, notify }: ListenerOptions): (() => void)[] => {
  return [
    listeners.startListening({
      actionCreator: changeLimit.fulfilled,
      effect: ({ payload }, api) => {
        const dispatch = api.dispatch as AppDispatch
        const { target, after, until } = payload
        tellUndo(
          { t, notify },
          {
            topic: 'access',
            until,
            title: () =>
              t('access.changed', { name: nameOf(t, target), sight: sightText(t, after) }),
            undo: () => void dispatch(takeBackLimit(payload)),
          },
        )
      },
    }),
    listeners.startListening({
      actionCreator: takeBackLimit.fulfilled,
      effect: ({ meta }) =>
        notify({
          tone: 'good',
          topic: 'access',
          say: () => ({ title: t('access.undone', { name: nameOf(t, meta.arg.target) }) }),
        }),
    }),
  ]
}
