import type { HearStage } from '../../contract/stage-event.ts'
import type { Stage } from '../../contract/reports.ts'
import type { Blobs } from '../../ports/blobs.ts'
import type { CheckpointOf, Checkpoints, Held } from '../../ports/checkpoints.ts'
import type { Reports } from '../../ports/reports.ts'
import type { StoredMessage } from '../../ports/message.ts'
import { readMessages, type Messages } from '../../ports/messages.ts'
import type { Rooms } from '../../ports/rooms.ts'
import { reportLimits } from '../../contract/limits.ts'
import { filtered } from '../../figures/message-filter.ts'
import type { ReportJob } from '../job.ts'

/** What a stage may use of the outside. */
export interface StagePorts {
  messages: Pick<Messages, 'page' | 'times' | 'count' | 'lastMoment' | 'changed'>
  rooms: Pick<Rooms, 'get' | 'isLocalOnly'>
  reports: Pick<Reports, 'get' | 'attempts' | 'checkpoints'>
  blobs: Pick<Blobs, 'open'>
  hear: HearStage
  now(): number
}

/** @throws an error if somebody else has taken the report over, who makes it all */
export async function keepCheckpoint<S extends Stage>(
  checkpoints: Pick<Checkpoints, 'save'>,
  held: Held,
  stage: S,
  output: CheckpointOf<S>,
  at: number,
): Promise<void> {
  if (await checkpoints.save(held, stage, output, at)) return
  throw new Error('Another process has taken this report over.')
}

export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

type JobMessages = Pick<ReportJob, 'room' | 'range' | 'filter'>
type Slices = AsyncIterable<readonly StoredMessage[]>

/**
 * The messages of a report in slices. It gives way between two slices, because several reports share
 * one worker thread, and ends with the signal's reason once the report is cancelled.
 */
export const messageSlices = (
  messages: Pick<Messages, 'page'>,
  job: JobMessages,
  signal: AbortSignal,
): AsyncGenerator<readonly StoredMessage[], void, void> => inTurns(read(messages, job), signal)

/**
 * The same for who reads them several times within one stage. A room that fits in one slice is asked for once and kept
 * meanwhile; a larger one is read anew each time.
 */
export function messagesAgain(
  messages: Pick<Messages, 'page'>,
  job: JobMessages,
  signal: AbortSignal,
): () => AsyncGenerator<readonly StoredMessage[], void, void> {
  let whole: readonly StoredMessage[] | null = null
  async function* once(): Slices {
    if (whole !== null) return yield* [whole]
    let first: readonly StoredMessage[] | null = null
    let slices = 0
    for await (const slice of read(messages, job)) {
      slices += 1
      first = slices === 1 ? slice : null
      yield slice
    }
    if (slices === 1) whole = first
  }
  return () => inTurns(once(), signal)
}

function read(messages: Pick<Messages, 'page'>, { room, range, filter }: JobMessages): Slices {
  const all = { roomId: room.roomId, ...range }
  return filtered(readMessages(messages, all, reportLimits.messagesPerSlice), filter)
}

/** Slices of anything that is read from the store, in the same way. */
export async function* inTurns<Slice>(
  slices: AsyncIterable<Slice>,
  signal: AbortSignal,
): AsyncGenerator<Slice, void, void> {
  for await (const slice of slices) {
    signal.throwIfAborted()
    yield slice
    await nextTurn()
  }
  signal.throwIfAborted()
}
