import { z } from 'zod'

const Count = z.int().nonnegative()
/** Milliseconds since 1970 UTC; null if not known. */
const Instant = z.number().nullable()
/** Seconds; null without a reply. */
const Seconds = z.number().nullable()

export const ParticipantStatistics = z.object({
  author: z.string(),
  authorKey: z.string(),
  messages: Count,
  firstAt: Instant,
  lastAt: Instant,
  /** Days of the time zone with at least one message. */
  activeDays: Count,
  repliesGiven: Count,
  repliesReceived: Count,
  /** Between a message and this person's reply to it. */
  medianAnswerSeconds: Seconds,
  attachments: Count,
})
export type ParticipantStatistics = z.infer<typeof ParticipantStatistics>

/** Everything the small sheets say about a room: what the collecting stage counts, in one reading. */
export const RoomStatistics = z.object({
  timeZone: z.string(),
  /** Messages and system lines. */
  total: Count,
  messages: Count,
  system: Count,
  firstAt: Instant,
  lastAt: Instant,
  /** Most messages first. */
  participants: z.array(ParticipantStatistics),
  /** Days on which somebody wrote, oldest first. `day` counts from 1970-01-01 in the time zone. */
  days: z.array(z.object({ day: z.int(), messages: Count, participants: Count })),
  /** Messages by hour of the day, 0 to 23. */
  hours: z.array(Count),
  /** Messages by day of the week, Monday first. */
  weekdays: z.array(Count),
  /** Messages by day of the week (Monday first) and hour. */
  week: z.array(z.array(Count)),
  /** Messages that answer another one, by the reply mark of the source, or by a leading name. */
  replies: z.object({ marked: Count, named: Count }),
  medianAnswerSeconds: Seconds,
  longestSilence: z.object({ from: z.number(), to: z.number() }).nullable(),
  attachments: z.object({ count: Count, bytes: z.number().nonnegative() }),
  messagesWithLinks: Count,
  /** Lines whose time is not known at all, and those whose time zone was assumed. */
  timeUnknown: Count,
  timeAssumed: Count,
})
export type RoomStatistics = z.infer<typeof RoomStatistics>
