import type { RoomChoices } from '../../../server/contract/groups.ts'
import type { ReportOptions } from '../../../server/contract/report-options.ts'
import { createCommand } from '../../api/services.ts'

/** People offered while a name is typed. */
const offeredPeople = 20

/** Names of people in whom this is found, each once. */
export const findPeople = createCommand(
  'choices/people',
  async (search: string, { extra: { rest }, signal }): Promise<string[]> => {
    const query = search === '' ? {} : { search }
    const { people } = await rest.people(query, { max: offeredPeople, signal })
    return [...new Set(people.map(({ name }) => name))]
  },
)

/** What a room chooses itself, and what its reports take. `turn` is what they are read for; it is not sent. */
export const readRoomChoices = createCommand(
  'choices/room',
  ({ roomOid }: { roomOid: string; turn: unknown }, { extra: { rest }, signal }) =>
    rest.roomChoices(roomOid, signal),
)

/** In place of what the room has chosen before; null: nothing. */
export const chooseForRoom = createCommand(
  'choices/choose-for-room',
  (
    { roomOid, options }: { roomOid: string; options: ReportOptions | null },
    { extra: { rest } },
  ): Promise<RoomChoices> => rest.chooseForRoom(roomOid, options),
)
