import { z } from 'zod'

/** What the process of a model is told when it starts. It travels by message, never on a command line. */
export const StartOrder = z.object({
  file: z.string(),
  /** Whoever asks must show it. */
  token: z.string(),
  contextTokens: z.int().positive(),
  threads: z.int().positive(),
})
export type StartOrder = z.infer<typeof StartOrder>

/** What the process says of itself, once. */
export const StartReport = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('ready'),
    port: z.int().positive(),
    contextTokens: z.int().positive(),
  }),
  z.object({
    type: z.literal('failed'),
    /** `engine`: the part that runs models is not there; `model`: the file cannot be used. */
    reason: z.enum(['engine', 'model']),
    words: z.string(),
  }),
])
export type StartReport = z.infer<typeof StartReport>

/** `POST /chat`. */
export const ChatOrder = z.object({
  system: z.string(),
  user: z.string(),
  maxTokens: z.int().positive(),
  /** JSON schema of the answer; null: plain text. */
  schema: z.record(z.string(), z.unknown()).nullable(),
})
export type ChatOrder = z.infer<typeof ChatOrder>

/** One line of the answer to a chat. Empty lines are signs of life. */
export const ChatLine = z.object({
  text: z.string().optional(),
  /** On the last line. */
  finish: z.enum(['stop', 'length']).optional(),
  promptTokens: z.int().nonnegative().optional(),
  completionTokens: z.int().nonnegative().optional(),
  /** The chat has failed; with both counts of tokens where the prompt does not fit. */
  error: z.string().optional(),
  contextTokens: z.int().positive().optional(),
})
export type ChatLine = z.infer<typeof ChatLine>

/** `GET /facts`. */
export const ProcessFacts = z.object({ model: z.string(), contextTokens: z.int().positive() })

/** `POST /measure`. */
export const Measured = z.object({
  readPerSecond: z.number().positive(),
  writtenPerSecond: z.number().positive(),
  threads: z.int().positive(),
})
export type Measured = z.infer<typeof Measured>
