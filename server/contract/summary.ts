import { z } from 'zod'
import { Params } from './errors.ts'
import { choiceLimits } from './limits.ts'
import { OverviewRoom } from './overview-rooms.ts'

/**
 * What every summary engine returns, so that workbook, mail and window do not care which one ran.
 * Every item cites the message it comes from; an item whose message does not exist is dropped.
 */
export const SummaryItem = z.object({
  text: z.string(),
  author: z.string(),
  at: z.iso.datetime({ offset: true }).nullable(),
  messageId: z.string(),
  /** Row of the message in the transcript, from 1; 0 where a person has added the item. */
  messageNumber: z.int().nonnegative(),
  /** Absent where the item is as the engine found it. */
  byHand: z.enum(['edited', 'added']).optional(),
  /** Rows of the whole exchange in the order of the room, the telling message among them. */
  messages: z.array(z.int().positive()).optional(),
  /** Of an overview: the room that the message is in. */
  room: z.object({ roomOid: z.string(), name: z.string() }).optional(),
})
export type SummaryItem = z.infer<typeof SummaryItem>

/** What another message of the exchange says, quoted beside the telling one. */
export const Quote = z.object({
  text: z.string(),
  author: z.string(),
  at: z.iso.datetime({ offset: true }).nullable(),
  messageNumber: z.int().positive(),
})
export type Quote = z.infer<typeof Quote>

/**
 * `found`: said as such in the room, shown first and counted in sentences. `possible`: worth a look,
 * shown apart and marked. Absent in summaries of earlier versions, where it means `found`.
 */
export const Certainty = z.enum(['found', 'possible'])
export type Certainty = z.infer<typeof Certainty>

/** The item itself is the message that settled it, or the last word where nothing did. */
export const Decision = SummaryItem.extend({
  certainty: Certainty.optional(),
  /** What was put up for decision; absent where the settling message says it all. */
  about: Quote.optional(),
  /** Row of the message that made it final; absent where assent alone did. */
  settledBy: z.int().positive().optional(),
  /** Different people in the exchange. */
  people: z.int().positive().optional(),
})
export type Decision = z.infer<typeof Decision>

/** The item itself is the promise; the request where it was taken on in other words than its own. */
export const ActionItem = SummaryItem.extend({
  kind: z.enum(['request', 'commitment']),
  certainty: Certainty.optional(),
  /** What was asked for, where the promise alone does not say it ("will do"). */
  about: Quote.optional(),
  owner: z.string().nullable(),
  /**
   * `words` as they were written; `date` (`YYYY-MM-DD`, or with `THH:MM` where an hour was named)
   * only where they name one day.
   */
  due: z.object({ words: z.string(), date: z.string().nullable() }).nullable(),
})
export type ActionItem = z.infer<typeof ActionItem>

/** The item itself is the question. */
export const OpenQuestion = SummaryItem.extend({
  certainty: Certainty.optional(),
  /** Seconds from the question to the last message of the period; null without times. */
  ageSeconds: z.number().nonnegative().nullable().optional(),
})
export type OpenQuestion = z.infer<typeof OpenQuestion>

/** The item itself is the question; `reply` is the message that told it. */
export const AnsweredQuestion = SummaryItem.extend({
  /** Rows of question and answer. */
  question: z.int().positive(),
  answer: z.int().positive(),
  reply: Quote,
  /** Seconds from question to answer by the calendar; null without times. */
  seconds: z.number().nonnegative().nullable(),
})
export type AnsweredQuestion = z.infer<typeof AnsweredQuestion>

/** A matter that was talked about. The item itself is the line that opened it. */
export const Conversation = SummaryItem.extend({
  /** What a model calls it, in words that its messages hold; absent where none did. */
  title: z.string().optional(),
  /** Rows that belong to it, the first ones of a very long conversation. */
  messages: z.array(z.int().positive()),
  /** Messages in all. */
  size: z.int().positive(),
  /** When its last message was written. */
  until: z.iso.datetime({ offset: true }).nullable(),
  /** Who spoke in it, most messages first. */
  people: z.array(z.string()),
  /** What most of its messages speak of: no names, days or fillers; at most three. */
  words: z.array(z.string()).optional(),
  /** What came of it, most weighty first; none of them: it was talk. */
  ended: z.enum(['decision', 'action', 'answered', 'open', 'talk']),
})
export type Conversation = z.infer<typeof Conversation>

/** How many there are in all: lists hold the best of them, so that a reader sees "20 of 143". */
const InAll = z.int().nonnegative()
export const SummaryTotals = z.object({
  decisions: z.object({ found: InAll, possible: InAll }),
  actionItems: z.object({ found: InAll, possible: InAll }),
  openQuestions: InAll,
  answered: InAll,
  conversations: InAll,
})
export type SummaryTotals = z.infer<typeof SummaryTotals>

/** Between the question and the answer of one exchange, never from a topic's first message. */
export const AnswerTimes = z.object({
  /** Questions that wanted an answer, and those of them that got one. */
  asked: InAll,
  answered: InAll,
  /** Seconds; null below five answers with a time. */
  medianSeconds: z.number().nonnegative().nullable(),
  /** Seconds that nine in ten answers took at most; null below twenty answers with a time. */
  p90Seconds: z.number().nonnegative().nullable(),
  /** Answers with a time, and those of them that came within fifteen minutes, an hour, a day. */
  timed: InAll.optional(),
  within: z.object({ minutes15: InAll, hour: InAll, day: InAll }).optional(),
  /** Who answered most, most answers first; the first ones of a long list. */
  answerers: z.array(z.object({ author: z.string(), answers: InAll })).optional(),
  /** Whether these are of the team alone, because people have said who that is. Default false. */
  isTeam: z.boolean().optional(),
})
export type AnswerTimes = z.infer<typeof AnswerTimes>

export const SummaryLink = SummaryItem.extend({ url: z.string(), count: z.int().positive() })
export type SummaryLink = z.infer<typeof SummaryLink>

export const SummaryParticipant = z.object({
  author: z.string(),
  messages: z.int().nonnegative(),
})

/**
 * What the model server did for one room, in tokens. Tries that failed in the middle of an answer are
 * in it, because they are billed; parts kept from an earlier run are not, because they are not.
 */
export const SummaryUsage = z
  .object({
    /** Answers that the server began. */
    calls: z.int().nonnegative(),
    /** Parts of the room whose answers were kept from an earlier run. */
    reusedParts: z.int().nonnegative(),
    inputTokens: z.int().nonnegative(),
    /** Reasoning included. */
    outputTokens: z.int().nonnegative(),
    reasoningTokens: z.int().nonnegative(),
    /** Of `inputTokens`, those that the server had at hand; counted at the full price. */
    cachedTokens: z.int().nonnegative(),
    /** True if the server left out some counts, so that they are estimates. */
    estimated: z.boolean(),
    /** In the currency of the prices; null without prices. */
    cost: z.number().nonnegative().nullable(),
    /** Prices of a million tokens when the summary was written; null if none were set. */
    prices: z
      .object({ input: z.number().nonnegative(), output: z.number().nonnegative() })
      .nullable(),
  })
  .meta({ id: 'SummaryUsage' })
export type SummaryUsage = z.infer<typeof SummaryUsage>

/** The lists of which a person chooses what a report tells. */
export const chosenLists = ['decisions', 'actionItems', 'openQuestions'] as const
export type ChosenList = (typeof chosenLists)[number]

/** What a person has said of one item. All of it counts: what is not named is as it was found. */
export const ItemChoice = z
  .object({
    list: z.enum(chosenLists),
    item: z
      .string()
      .regex(/^(?:[1-9]\d{0,5}|[A-Za-z._~-][A-Za-z0-9._~-]{0,63})$/)
      .meta({
        description:
          'Which item: its place in the list as it was found, from `1`; or an id that does not begin with a digit, chosen by the client, for one that is added.',
      }),
    leftOut: z.boolean().optional().meta({ description: 'Not in the report. Default false.' }),
    text: z.string().trim().min(1).max(choiceLimits.maxItemText).optional(),
    owner: z.string().trim().min(1).max(choiceLimits.maxOwner).nullable().optional().meta({
      description: 'Who is to do it; of action items only.',
    }),
    due: z.iso.date().nullable().optional().meta({
      description: 'The day until when it is to be done; of action items only.',
    }),
  })
  .strict()
  .meta({ id: 'ItemChoice' })
export type ItemChoice = z.infer<typeof ItemChoice>

/** The choices of people, and what the engine had found before them. */
export const SummaryChanges = z.object({
  found: z.object({
    headline: z.string(),
    decisions: z.array(Decision),
    actionItems: z.array(ActionItem),
    openQuestions: z.array(OpenQuestion),
    conversations: z.array(Conversation).optional(),
    totals: SummaryTotals.optional(),
  }),
  /** Null: it is made of what was chosen. */
  headline: z.string().nullable(),
  items: z.array(ItemChoice),
})
export type SummaryChanges = z.infer<typeof SummaryChanges>

/** What is to be changed of a summary; an item that is named by nothing but its place is as it was found again. */
export const SummaryChange = z
  .object({
    headline: z
      .string()
      .trim()
      .min(1)
      .max(choiceLimits.maxItemText)
      .nullable()
      .optional()
      .meta({ description: 'Null: made of what was chosen.' }),
    items: z.array(ItemChoice).max(choiceLimits.maxChoices).optional(),
  })
  .strict()
  .refine(({ headline, items }) => headline !== undefined || items !== undefined, {
    message: 'Name a headline or items.',
  })
  .meta({ id: 'SummaryChange' })
export type SummaryChange = z.infer<typeof SummaryChange>

export const Summary = z
  .object({
    headline: z.string(),
    keyPoints: z.array(SummaryItem),
    decisions: z.array(Decision),
    actionItems: z.array(ActionItem),
    openQuestions: z.array(OpenQuestion),
    /** This and what follows, down to `earlier`, is absent in summaries of earlier versions. */
    answered: z.array(AnsweredQuestion).optional(),
    conversations: z.array(Conversation).optional(),
    totals: SummaryTotals.optional(),
    answerTimes: AnswerTimes.optional(),
    /** The same figures of the period of the same length before; absent where none was read. */
    earlier: z.object({ openQuestions: InAll, answerTimes: AnswerTimes }).optional(),
    /** Of an overview: its rooms, most messages first; rooms without a report last. */
    rooms: z.array(OverviewRoom).optional(),
    /** The room's language (BCP 47), where decisions and tasks were not looked for because of it. */
    otherLanguage: z.string().optional(),
    links: z.array(SummaryLink),
    participants: z.array(SummaryParticipant),
    method: z.object({
      engine: z.string(),
      kind: z.enum(['extractive', 'generative']),
      /** For people, such as "Quotes picked on this computer, no AI model". */
      label: z.string(),
      /** The sentence of `label`; absent where it says more than a code can, and in earlier versions. */
      code: z.string().optional(),
      params: Params.optional(),
      /** Why another engine than the one asked for ran; absent if it did not. */
      fallbackReason: z.string().optional(),
      /** The sentence of `fallbackReason`; absent in earlier versions. */
      fallback: z.object({ code: z.string(), params: Params }).optional(),
    }),
    coverage: z.object({
      /** Messages in range. */
      messages: z.int().nonnegative(),
      /** Messages the engine has read. */
      read: z.int().nonnegative(),
      from: z.iso.datetime({ offset: true }).nullable(),
      to: z.iso.datetime({ offset: true }).nullable(),
      truncated: z.boolean(),
    }),
    /** Absent if no model was asked. Present also where a model failed and quotes took its place. */
    usage: SummaryUsage.optional(),
    /** Absent while nobody has chosen anything; the lists hold what was chosen. */
    changes: SummaryChanges.optional(),
  })
  .meta({ id: 'Summary' })
export type Summary = z.infer<typeof Summary>
