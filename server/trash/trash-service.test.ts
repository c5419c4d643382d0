import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Trash } from '../ports/trash.ts'
import { createTrashService } from './trash-service.ts'

beforeEach(() => vi.useFakeTimers({ now: 0 }))
afterEach(() => vi.useRealTimers())

const serviceOf = (trash: Partial<Trash>) =>
  createTrashService({
    trash: {
      throw: async ({ roomOids, reportOids, importOids }) => ({ roomOids, reportOids, importOids }),
      restore: async () => null,
      due: async () => [],
      nextDue: async () => null,
      purge: async () => ({ blobs: [], isDone: true }),
      ...trash,
    },
    engine: { kind: 'sqlite', folder: '' },
    undoMs: 1_000,
    endReports: async () => undefined,
    onThrown: () => undefined,
    onRestored: () => undefined,
    onPurged: () => undefined,
    alone: async (_duty, work) => {
      await work()
      return true
    },
    onError: (error) => expect.fail(String(error)),
  })

it('does not let a later delete postpone what is over', async () => {
  const asked: number[] = []
  const untils: number[] = []
  const service = serviceOf({
    async throw({ roomOids, reportOids, importOids, until }) {
      untils.push(until)
      return { roomOids, reportOids, importOids }
    },
    async due(now) {
      asked.push(now)
      return []
    },
    nextDue: async (now) => untils.find((until) => until > now) ?? null,
  })
  const remove = (roomOid: string) =>
    service.throw({ roomOids: [roomOid], reportOids: [], importOids: [], workbooks: 'keep' })
  await remove('a')
  await vi.advanceTimersByTimeAsync(600)
  await remove('b')
  await vi.advanceTimersByTimeAsync(1_000)
  expect(asked).toContain(1_000)
  expect(asked).toContain(1_600)
  await service.close()
})

it('does not pass over what is over by the time something else has been removed', async () => {
  const asked: number[] = []
  const service = serviceOf({
    async due(now) {
      asked.push(now)
      vi.setSystemTime(now + 500)
      return []
    },
    nextDue: async (now) => (now < 300 ? 300 : null),
  })
  service.resume()
  await vi.advanceTimersByTimeAsync(10)
  expect(asked).toHaveLength(2)
  await service.close()
})

it('looks once more for what came while it looked, and never twice at once', async () => {
  const ends: (() => void)[] = []
  const due = (): Promise<string[]> => new Promise((resolve) => ends.push(() => resolve([])))
  const service = serviceOf({ due })
  service.resume()
  service.resume()
  await vi.advanceTimersByTimeAsync(0)
  expect(ends).toHaveLength(1)
  ends[0]?.()
  await vi.advanceTimersByTimeAsync(0)
  expect(ends).toHaveLength(2)
  ends[1]?.()
  await service.close()
})
