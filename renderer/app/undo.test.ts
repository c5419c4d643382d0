import { expect, it } from 'vitest'
import type { Services } from '../api/services.ts'
import type { TrashEntry } from '../../server/contract/trash.ts'
import { throwAway } from '../features/trash/index.ts'
import { createStore } from './store.ts'
import { undo } from './undo.ts'

const gone = { roomOids: [], importOids: [] }

/** A window whose deletes are answered when the test says so. */
function opened() {
  const answers: ((entry: TrashEntry) => void)[] = []
  const takenBack: string[] = []
  const rest = {
    throwAway: () => new Promise<TrashEntry>((resolve) => answers.push(resolve)),
    takeBack: async (trashOid: string) => void takenBack.push(trashOid),
  }
  const store = createStore({ rest } as unknown as Services)
  async function remove(trashOid: string): Promise<{ answer(): Promise<void> }> {
    const asked = store.dispatch(throwAway({ ...gone, reportOids: [trashOid] }))
    const until = new Date(Date.now() + 60_000).toISOString()
    return {
      async answer() {
        answers.shift()?.({ ...gone, reportOids: [trashOid], trashOid, until })
        await asked
      },
    }
  }
  return { store, takenBack, remove }
}

it('takes back what was done last', async () => {
  const { store, takenBack, remove } = opened()
  expect(undo(store)).toBe(false)
  await (await remove('a')).answer()
  expect(undo(store)).toBe(true)
  expect(takenBack).toEqual(['a'])
})

it('takes back a delete that is not answered yet as soon as it is, and nothing before it', async () => {
  const { store, takenBack, remove } = opened()
  await (await remove('a')).answer()
  const second = await remove('b')
  expect(undo(store)).toBe(true)
  expect(takenBack).toEqual([])
  await second.answer()
  expect(takenBack).toEqual(['b'])
})
