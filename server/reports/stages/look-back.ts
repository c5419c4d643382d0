import type { Summary } from '../../contract/summary.ts'
import type { RoomStatistics } from '../../contract/statistics.ts'
import type { StoredMessage } from '../../ports/message.ts'
import { createExtractiveEngine } from '../../summary/extractive/engine.ts'
import { calledNames, namesOf, SubjectWords } from '../../figures/subject-words.ts'
import type { ReportJob } from '../job.ts'
import { messageSlices, type StagePorts } from './ports.ts'

/** A longer period before is not read a second time for its questions: that would take too long. */
const MAX_EARLIER_LINES = 50_000

interface Looking {
  job: ReportJob
  ports: StagePorts
  signal: AbortSignal
  /** Those of the report, from the first. */
  messages(): AsyncIterable<readonly StoredMessage[]>
}

/**
 * Completes a summary by what its engine does not tell: the subject words of its conversations, and how
 * the questions of the period before fared, found in the same way as those of this one.
 */
export async function lookBack(
  summary: Summary,
  statistics: RoomStatistics,
  looking: Looking,
): Promise<Summary> {
  const named = await withSubjectWords(summary, statistics, looking)
  const earlier = await earlierFigures(summary, statistics, looking)
  return earlier === null ? named : { ...named, earlier }
}

async function withSubjectWords(
  summary: Summary,
  statistics: RoomStatistics,
  { messages }: Looking,
): Promise<Summary> {
  const { conversations = [] } = summary
  if (conversations.every(({ words }) => words !== undefined)) return summary
  const isName = namesOf(calledNames(statistics.participants))
  const subjects = new SubjectWords(conversations, isName)
  for await (const slice of messages()) {
    for (const message of slice) subjects.add(message)
  }
  return { ...summary, conversations: subjects.result() }
}

async function earlierFigures(
  { totals, answerTimes }: Summary,
  { earlier }: RoomStatistics,
  { job, ports, signal }: Looking,
): Promise<NonNullable<Summary['earlier']> | null> {
  if (earlier === null || totals === undefined || answerTimes === undefined) return null
  const range = { from: earlier.from, to: earlier.to, maxOrd: job.range.maxOrd }
  const counts = await ports.messages.count({ roomId: job.room.roomId, ...range })
  const total = counts.messages + counts.system
  if (total > MAX_EARLIER_LINES) return null
  const before = await createExtractiveEngine().summarize(
    {
      room: job.room,
      total,
      timeZone: job.workbook.timeZone,
      messages: () => messageSlices(ports.messages, { ...job, range }, signal),
    },
    () => undefined,
    signal,
  )
  if (before.totals === undefined || before.answerTimes === undefined) return null
  return { openQuestions: before.totals.openQuestions, answerTimes: before.answerTimes }
}
