import { beforeEach, describe, expect, it } from 'vitest'
import type { Message } from '../../../server/contract/rooms.ts'
import type { MessageQuery } from '../../api/queries.ts'
import type { Services } from '../../api/services.ts'
import { createStore, type AppStore } from '../../app/store.ts'
import { readAround } from './commands.ts'

const minute = (index: number) => new Date(Date.UTC(2026, 0, 5, 9, index)).toISOString()

/** A room whose messages are told apart by their numbers, in order; `at` by index, null where nobody knows. */
const roomOf = (count: number, at: (index: number) => string | null): Message[] =>
  Array.from(
    { length: count },
    (_, index) => ({ number: index + 1, at: at(index), text: `${index + 1}` }) as Message,
  )

let said: Message[]
let asked: number
let store: AppStore
beforeEach(() => {
  asked = 0
  // As the server answers: from a moment on, or before it and back, in pages.
  const messages = async (_: string, { order, from, to, cursor, limit = 50 }: MessageQuery) => {
    asked += 1
    const fits = said.filter(
      ({ at }) =>
        (from === undefined || (at !== null && at >= from)) &&
        (to === undefined || (at !== null && at < to)),
    )
    if (order === 'newest') return { items: fits.toReversed().slice(0, limit), nextCursor: null }
    const start = Number(cursor ?? 0)
    const items = fits.slice(start, start + limit)
    const end = start + items.length
    return { items, nextCursor: end < fits.length ? String(end) : null }
  }
  store = createStore({ rest: { messages } } as unknown as Services)
})

const around = async (at: string | null, number?: number) => {
  const answer = await store.dispatch(readAround({ roomOid: 'r', at, number }))
  if (!readAround.fulfilled.match(answer)) throw new Error('no answer')
  return answer.payload.map((message) => message.number)
}

describe('what was said around a message', () => {
  it('is four messages before it and what follows', async () => {
    said = roomOf(40, minute)
    expect(await around(minute(20))).toEqual([17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27])
    expect(asked).toBe(2)
  })

  it('is found by its number among many of the same minute, in two more questions at most', async () => {
    said = roomOf(400, (index) => minute(Math.floor(index / 200)))
    const all = await around(minute(1), 350)
    expect(all).toEqual([346, 347, 348, 349, 350, 351, 352, 353, 354, 355, 356])
    expect(asked).toBeLessThanOrEqual(4)
  })

  it('is found by its number where nobody knows a time, also at the ends of the room', async () => {
    said = roomOf(60, () => null)
    expect(await around(null, 30)).toEqual([26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36])
    expect(await around(null, 2)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect(await around(null, 60)).toEqual([56, 57, 58, 59, 60])
  })

  it('is what was said from that moment on where no such number is there any more', async () => {
    said = roomOf(40, minute)
    expect(await around(minute(20), 99)).toEqual([17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27])
  })
})
