import { reportLimits } from '../../contract/limits.ts'
import type { EarlierPeriod, ParticipantStatistics } from '../../contract/statistics.ts'
import type { StoredMessage } from '../../ports/message.ts'
import { readTimes } from '../../ports/messages.ts'
import { changedWords, WordCounts } from '../../figures/changed-words.ts'
import { EarlierPeriods } from '../../figures/earlier.ts'
import { calledNames, namesOf } from '../../figures/subject-words.ts'
import type { ReportJob } from '../job.ts'
import { inTurns, messageSlices, type StagePorts } from './ports.ts'

export interface Comparison {
  /** A message of the period of the report. */
  add(message: StoredMessage): void
  result(participants: readonly ParticipantStatistics[]): EarlierPeriod | null
}

/** The period of the same length right before that of a report; null if it has no beginning. */
export async function periodBefore(
  job: ReportJob,
  messages: Pick<StagePorts['messages'], 'lastMoment'>,
): Promise<{ from: number; to: number } | null> {
  const { from } = job.range
  if (from === null) return null
  // Where the end is open, the period ends with what was written last.
  const last =
    job.range.to ?? (await messages.lastMoment({ roomId: job.room.roomId, ...job.range }))
  const length = last === null ? 0 : (job.range.to ?? last + 1) - from
  return length > 0 ? { from: from - length, to: from } : null
}

/** Reads what was written before the period of a report. Null if the report has no beginning. */
export async function startComparison(
  job: ReportJob,
  ports: StagePorts,
  signal: AbortSignal,
): Promise<Comparison | null> {
  const before = await periodBefore(job, ports.messages)
  if (before === null) return null
  const { roomId } = job.room
  const { maxOrd } = job.range
  const length = before.to - before.from
  const present = { from: before.to, to: before.to + length }
  const earlier = new EarlierPeriods(present, job.workbook.timeZone)
  const { messages } = ports
  if (job.filter === undefined) {
    const range = { roomId, to: before.to, maxOrd }
    const past = readTimes(messages, range, reportLimits.messagesPerSlice)
    for await (const slice of inTurns(past, signal)) {
      for (const message of slice) earlier.add(message)
    }
  } else {
    // Which messages are of the part is known by their words alone.
    const all = { ...job, range: { from: null, to: before.to, maxOrd } }
    for await (const slice of messageSlices(messages, all, signal)) {
      for (const { at, authorKey } of slice) if (at !== null) earlier.add({ at, authorKey })
    }
  }
  const words = { now: new WordCounts(), before: new WordCounts() }
  for await (const slice of messageSlices(
    ports.messages,
    { ...job, range: { ...before, maxOrd } },
    signal,
  )) {
    for (const message of slice) words.before.add(message)
  }
  return {
    add: (message) => {
      // Without anything to compare with, counting its words would be for nothing.
      if (words.before.messages > 0) words.now.add(message)
    },
    result(participants) {
      const isName = namesOf(calledNames(participants))
      const writers = new Set(participants.map(({ authorKey }) => authorKey))
      return earlier.result(writers, changedWords(words.now, words.before, isName))
    },
  }
}
