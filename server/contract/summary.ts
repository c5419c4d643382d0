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
  })
  .meta({ id: 'Summary' })
export type Summary = z.infer<typeof Summary>
