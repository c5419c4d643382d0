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

/**
 * The messages of a report in slices. It gives way between two slices, because several reports share
 * one worker thread, and ends with the signal's reason once the report is cancelled.
 */
export function messageSlices(
  messages: Pick<Messages, 'page'>,
  job: Pick<ReportJob, 'room' | 'range' | 'filter'>,
  signal: AbortSignal,
): AsyncGenerator<readonly StoredMessage[], void, void> {
  const range = { roomId: job.room.roomId, ...job.range }
  const slices = readMessages(messages, range, reportLimits.messagesPerSlice)
  return inTurns(filtered(slices, job.filter), signal)
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
