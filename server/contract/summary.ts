import { z } from 'zod'

/**
 * What every summary engine returns, so that workbook, mail and window do not care which one ran.
 * Every item cites the message it comes from; an item whose message does not exist is dropped.
 */
export const SummaryItem = z.object({
  text: z.string(),
  author: z.string(),
  at: z.iso.datetime({ offset: true }).nullable(),
  messageId: z.string(),
  /** Row of the message in the transcript, from 1. */
  messageNumber: z.int().positive(),
})
export type SummaryItem = z.infer<typeof SummaryItem>

export const ActionItem = SummaryItem.extend({
  kind: z.enum(['request', 'commitment']),
  owner: z.string().nullable(),
  due: z.object({ text: z.string(), date: z.string().nullable() }).nullable(),
})
export type ActionItem = z.infer<typeof ActionItem>

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

export const Summary = z
  .object({
    headline: z.string(),
    keyPoints: z.array(SummaryItem),
    decisions: z.array(SummaryItem),
    actionItems: z.array(ActionItem),
    openQuestions: z.array(SummaryItem),
    links: z.array(SummaryLink),
    participants: z.array(SummaryParticipant),
    method: z.object({
      engine: z.string(),
      kind: z.enum(['extractive', 'generative']),
      /** For people, such as "Quotes picked on this computer, no AI model". */
      label: z.string(),
      /** Why another engine than the one asked for ran; absent if it did not. */
      fallbackReason: z.string().optional(),
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
  })
  .meta({ id: 'Summary' })
export type Summary = z.infer<typeof Summary>
