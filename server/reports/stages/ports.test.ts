import { describe, expect, it } from 'vitest'
import type { StoredMessage } from '../../ports/message.ts'
import type { Messages } from '../../ports/messages.ts'
import { messagesAgain } from './ports.ts'

const job = {
  room: { roomId: 1, roomOid: 'room', name: 'Room', source: 'live', format: 'live' },
  range: { from: null, to: null, maxOrd: 1 },
} as unknown as Parameters<typeof messagesAgain>[1]

/** So many messages in pages of a hundred, which counts how often it is asked. */
function store(count: number): Pick<Messages, 'page'> & { asked: number } {
  const all = Array.from({ length: count }, (_, index) => ({ number: index + 1 }) as StoredMessage)
  return {
    asked: 0,
    async page(_range, { after }) {
      this.asked += 1
      const start = (after as unknown as { start: number } | null)?.start ?? 0
      const next = start + 100 < count ? { start: start + 100 } : null
      return { items: all.slice(start, start + 100), next: next as never }
    },
  }
}

async function numbers(slices: AsyncIterable<readonly { number: number }[]>): Promise<number[]> {
  const found: number[] = []
  for await (const slice of slices) found.push(...slice.map(({ number }) => number))
  return found
}

describe('messages that are read several times in one stage', () => {
  it('are asked for once where they fit in one slice, and are the same each time', async () => {
    const messages = store(100)
    const open = messagesAgain(messages, job, new AbortController().signal)
    const first = await numbers(open())
    expect(first).toHaveLength(100)
    expect(await numbers(open())).toEqual(first)
    expect(await numbers(open())).toEqual(first)
    expect(messages.asked).toBe(1)
  })

  it('are read anew each time where they are more, so that memory does not grow with the room', async () => {
    const messages = store(250)
    const open = messagesAgain(messages, job, new AbortController().signal)
    expect(await numbers(open())).toHaveLength(250)
    expect(await numbers(open())).toHaveLength(250)
    expect(messages.asked).toBe(6)
  })

  it('are whole after a reading that was left early', async () => {
    const open = messagesAgain(store(250), job, new AbortController().signal)
    for await (const _ of open()) break
    expect(await numbers(open())).toHaveLength(250)
  })

  it('end with the reason of the signal, those that are kept as well', async () => {
    const controller = new AbortController()
    const open = messagesAgain(store(100), job, controller.signal)
    await numbers(open())
    controller.abort(new Error('cancelled by hand'))
    await expect(numbers(open())).rejects.toThrow('cancelled by hand')
  })
})
