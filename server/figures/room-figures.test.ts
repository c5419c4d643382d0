import { expect, it } from 'vitest'
import type { RoomStatistics } from '../contract/statistics.ts'
import { roomFigures } from './room-figures.ts'

it('the figures of a room tell what was changed after a report had told it, and what was not read', () => {
  const known = {
    unread: [{ from: 1, to: 2 }],
    changed: { edited: 2, deleted: 1, moments: [1, 2, 3] },
  }
  expect(roomFigures({ ...known, participants: [] } as unknown as RoomStatistics)).toMatchObject(
    known,
  )
})
