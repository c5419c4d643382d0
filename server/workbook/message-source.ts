import { setImmediate as nextTurn } from 'node:timers/promises'
import type { StoredMessage } from '../ports/message.ts'
import type { WorkbookInput } from './input.ts'

/** The slices of the input, ending with the reason of the signal even while the source is silent. */
export async function* abortable(
  input: Pick<WorkbookInput, 'messages' | 'signal'>,
): AsyncGenerator<readonly StoredMessage[]> {
  const { signal } = input
  const source = input.messages()
  const iterator =
    Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]()
  let isDone = false
  try {
    for (;;) {
      signal.throwIfAborted()
      const result = await nextOrAbort(iterator, signal)
      if (result.done === true) {
        isDone = true
        return
      }
      yield result.value
      await nextTurn()
    }
  } finally {
    // Not awaited: a source that is stuck in next() would never let it return.
    if (!isDone) void Promise.resolve(iterator.return?.()).catch(() => undefined)
  }
}

type SliceIterator = AsyncIterator<readonly StoredMessage[]> | Iterator<readonly StoredMessage[]>

/**
 * Not a race against one promise for all: that would keep every slice until the workbook is done,
 * because a promise holds on to whoever waits for it.
 */
function nextOrAbort(
  iterator: SliceIterator,
  signal: AbortSignal,
): Promise<IteratorResult<readonly StoredMessage[]>> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error)
    signal.addEventListener('abort', onAbort, { once: true })
    const settled = (): void => signal.removeEventListener('abort', onAbort)
    Promise.resolve(iterator.next()).then(resolve, reject).finally(settled)
  })
}
