import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newestOf, placeOf, placeText, roomIdOf, roomOf } from './places.ts'

/** Reads a stretch page by page, as the engine does. */
async function pages(all: readonly number[], above: number, below: number, limit: number) {
  const read: number[] = []
  let searches = 0
  const search = async (first: number, last: number) => {
    searches += 1
    // A server that answers with its last mail where a stretch lies behind it.
    return [...all.filter((uid) => uid >= first && uid <= last), ...all.slice(-1)]
  }
  for (let from: number | null = below; from !== null;) {
    const page = await newestOf({ above, below: from }, limit, search)
    read.push(...page.uids)
    expect(page.uids.length).toBeLessThanOrEqual(limit)
    if (page.next !== null) expect(page.next).toBeLessThan(from)
    from = page.next
  }
  return { read, searches }
}

describe('pages of a folder', () => {
  it('hold each mail of a stretch once, newest first, whatever holes its numbers have', async () => {
    const uids = fc.uniqueArray(
      fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 20_000 })),
      { maxLength: 200 },
    )
    await fc.assert(
      fc.asyncProperty(
        uids,
        fc.nat(20_000),
        fc.nat(20_000),
        fc.integer({ min: 1, max: 40 }),
        async (some, one, other, limit) => {
          const [above, below] = [Math.min(one, other), Math.max(one, other) + 1]
          const all = some.toSorted((a, b) => a - b)
          const wanted = all.filter((uid) => uid > above && uid < below).toReversed()
          expect((await pages(all, above, below, limit)).read).toEqual(wanted)
        },
      ),
    )
  })

  it('are found in few searches where numbers are far apart', async () => {
    const { read, searches } = await pages([1, 4_000_000_000], 0, 4_294_967_295, 100)
    expect(read).toEqual([4_000_000_000, 1])
    expect(searches).toBeLessThan(30)
  })
})

it('ids of rooms and places are read as they were written, and nothing else is', () => {
  const rooms = [
    { path: 'Lists/Dev %2F & Möbel ', listId: 'dev.lists.example.org' },
    { path: 'INBOX', listId: null },
  ]
  for (const room of rooms) expect(roomOf(roomIdOf(room, 'ana@imap.example.org'))).toEqual(room)
  for (const wrong of ['', 'INBOX', 'list/a', 'other/a/b', 'list/a/b/c', 'folder/a/%E0%A4%A']) {
    expect(roomOf(wrong)).toBeNull()
  }
  expect(placeOf(placeText({ validity: '1796052661', uid: 7 }))).toEqual({
    validity: '1796052661',
    uid: 7,
  })
  for (const wrong of [null, '', '7', 'a:b', '1:2:3']) expect(placeOf(wrong)).toBeNull()
})

it('the same folder of two accounts is two rooms', () => {
  const room = { path: 'Team', listId: null }
  expect(roomIdOf(room, 'ana@a.example.org')).not.toBe(roomIdOf(room, 'ana@b.example.org'))
})
