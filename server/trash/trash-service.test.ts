import { expect, it, vi } from 'vitest'
import type { Trash } from '../ports/trash.ts'
import { createTrashService } from './trash-service.ts'

it('does not let a later delete postpone what is over', async () => {
  const asked: number[] = []
  const untils: number[] = []
  const trash: Trash = {
    async throw({ roomOids, reportOids, importOids, until }) {
      untils.push(until)
      return { roomOids, reportOids, importOids }
    },
    restore: async () => null,
    async due(now) {
      asked.push(now)
      return []
    },
    nextDue: async (now) => untils.find((until) => until > now) ?? null,
    purge: async () => ({ blobs: [], isDone: true }),
  }
  vi.useFakeTimers({ now: 0 })
  try {
    const service = createTrashService({
      trash,
      engine: { kind: 'sqlite', folder: '' },
      undoMs: 1_000,
      endReports: async () => undefined,
      onThrown: () => undefined,
      onRestored: () => undefined,
      onPurged: () => undefined,
      onError: (error) => expect.fail(String(error)),
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
  } finally {
    vi.useRealTimers()
  }
})
