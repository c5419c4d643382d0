import type { DesktopTarget } from '../../server/contract/desktop-api.ts'
import { createCommand } from '../api/services.ts'
import { loadReport } from '../features/reports/index.ts'
import { roomsSlice } from '../features/rooms/index.ts'
import { navigationSlice } from './navigation-slice.ts'

/**
 * Shows what a link or a notification leads to, in the drawer of its room.
 *
 * @throws RestError with `room_not_found` or `report_not_found` for a link that leads nowhere
 */
export const showTarget = createCommand(
  'app/show-target',
  async (target: DesktopTarget, { dispatch, extra: { rest } }) => {
    const room =
      target.kind === 'room'
        ? await rest.room(target.roomOid)
        : await rest.room((await dispatch(loadReport(target.reportOid)).unwrap()).roomOid)
    dispatch(roomsSlice.actions.roomsChanged([room]))
    dispatch(navigationSlice.actions.sectionChosen('rooms'))
    dispatch(roomsSlice.actions.roomOpened(room.roomOid))
  },
)
