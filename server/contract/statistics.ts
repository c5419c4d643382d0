import { z } from 'zod'
import { PersonRole } from './people.ts'

const Count = z.int().nonnegative()
/** Milliseconds since 1970 UTC; null if not known. */
const Instant = z.number().nullable()
/** Seconds; null without a reply. */
const Seconds = z.number().nullable()

/** Of a room in which nobody has asked. */
export const noAnswers = {
  asked: 0,
  answered: 0,
  timed: 0,
  medianSeconds: null,
  p90Seconds: null,
  within: { minutes15: 0, hour: 0, day: 0 },
}

/** From a question to the first later message of another person that answers it, by the calendar. */
export const AnswerFigures = z.object({
  asked: Count,
  answered: Count,
  /** Answers whose time is known; the rest is about these. */
  timed: Count,
  /** Null below five. */
  medianSeconds: Seconds,
  /** Nine in ten took at most so long; null below twenty. */
  p90Seconds: Seconds,
  within: z.object({ minutes15: Count, hour: Count, day: Count }),
})
export type AnswerFigures = z.infer<typeof AnswerFigures>

/** What the period of the same length before holds, to be compared with. */
export const EarlierPeriod = z.object({
  /** Milliseconds; the end is exclusive. */
  from: z.number(),
  to: z.number(),
  /** Whether the room reaches back to its beginning, so that like is compared with like. */
  isWhole: z.boolean(),
  messages: Count,
  people: Count,
  /** Days on which somebody wrote, oldest first, counted as in the days of the period itself. */
  days: z.array(z.object({ day: z.int(), messages: Count })),
  /** Who had not written before this period, as far as the room reaches back. */
  newPeople: Count,
  /** Whether the room reaches back far enough (28 days, or one period) to call them new. */
  newIsSure: z.boolean(),
  /** Who wrote in both periods. */
  returning: Count,
  /** Who wrote on two days or more before, and not in this period. */
  lost: Count,
  /**
   * Variance by mean of the counts of earlier periods; null if there are fewer than four. It tells an
   * ordinary change from one worth telling.
   */
  spread: z.object({ messages: z.number().nullable(), people: z.number().nullable() }),
  /** Words that stand in more, or in fewer, messages than before, the strongest first. */
  words: z.object({
    rose: z.array(z.object({ word: z.string(), now: Count, before: Count })),
    fell: z.array(z.object({ word: z.string(), now: Count, before: Count })),
  }),
})
export type EarlierPeriod = z.infer<typeof EarlierPeriod>

export const ParticipantStatistics = z.object({
  author: z.string(),
  authorKey: z.string(),
  /** Names of the source, where people have given the author another; absent for most. */
  sourceNames: z.array(z.string()).optional(),
  /** What people have said that the author is. */
  role: PersonRole.optional(),
  messages: Count,
  firstAt: Instant,
  lastAt: Instant,
  /** Days of the time zone with at least one message. */
  activeDays: Count,
  repliesGiven: Count,
  repliesReceived: Count,
  /** Questions of others that this person answered, where both have a time. */
  answers: Count.default(0),
  /** Between these questions and the answers. */
  medianAnswerSeconds: Seconds,
  attachments: Count,
  /** Of an overview: the rooms that the person wrote in. */
  rooms: Count.optional(),
})
export type ParticipantStatistics = z.infer<typeof ParticipantStatistics>

/** Milliseconds since 1970 UTC; null is an end that is not known, or that of the period. */
export const Stretch = z.object({ from: Instant, to: Instant })
export type Stretch = z.infer<typeof Stretch>

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
  answers: AnswerFigures.default(noAnswers),
  /** Null where there is nothing before, or no period was asked for. */
  earlier: EarlierPeriod.nullable().default(null),
  longestSilence: z.object({ from: z.number(), to: z.number() }).nullable(),
  attachments: z.object({ count: Count, bytes: z.number().nonnegative() }),
  messagesWithLinks: Count,
  /** Lines whose time is not known at all, and those whose time zone was assumed. */
  timeUnknown: Count,
  timeAssumed: Count,
  /** Messages that were edited, and those that were deleted, after they were said; where the source tells. */
  edited: Count.default(0),
  deleted: Count.default(0),
  /** Parts of the period that the connection of the room had not read when the messages were collected. */
  unread: z.array(Stretch).default([]),
  /**
   * Of a report since the last one: messages that an earlier one had told, and that were edited or deleted after that, with
   * the times at which the first of them were said.
   */
  changed: z.object({ edited: Count, deleted: Count, moments: z.array(z.number()) }).optional(),
})
export type RoomStatistics = z.infer<typeof RoomStatistics>

/** What a mail and the first sheet tell of a room: its statistics without their long lists. */
export const RoomFigures = RoomStatistics.pick({
  total: true,
  messages: true,
  answers: true,
  earlier: true,
  unread: true,
  changed: true,
}).extend({
  people: Count,
  /** Questions that somebody answered, as each participant counts them. */
  answersOfPeople: Count,
  /** Who answered most, most answers first; at most five. */
  answerers: z.array(z.object({ author: z.string(), answers: Count })),
  /** Whether that is of the team alone, because people have said who that is. Default false. */
  isTeam: z.boolean().optional(),
})
export type RoomFigures = z.infer<typeof RoomFigures>
