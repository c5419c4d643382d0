import { createAskingWorker } from '../asking-worker.ts'
import type { EngineAddress } from '../ports/engine.ts'
import type { FromPeopleWorker, PeopleAnswers, PeopleRequest, ToPeopleWorker } from './messages.ts'

/** Who has written in the rooms, and what people say of them. */
export interface PeopleService {
  ask<T extends PeopleRequest>(request: T): Promise<PeopleAnswers[T['type']]>
  close(): Promise<void>
}

export function createPeopleService(options: {
  engine: EngineAddress
  /** Told after something was said of people, with the rooms that have them. */
  onChanged(roomOids: readonly string[]): void
}): PeopleService {
  const { engine, onChanged } = options
  let nextId = 1
  const worker = createAskingWorker<ToPeopleWorker, FromPeopleWorker, unknown>({
    name: 'people-worker',
    data: { engine },
    who: 'The list of people',
    answerOf: (message) =>
      'failure' in message
        ? { id: message.id, answer: new Error(message.failure) }
        : { id: message.id, answer: message.answer },
    isBusy: () => false,
  })
  return {
    async ask<T extends PeopleRequest>(request: T) {
      // The worker answers each request with its own kind of value.
      const answer = (await worker.ask({ id: nextId++, request })) as PeopleAnswers[T['type']]
      if (request.type === 'apart') onChanged([])
      else if (answer !== null && 'roomOids' in answer) onChanged(answer.roomOids)
      return answer
    },
    close: () => worker.close(),
  }
}
