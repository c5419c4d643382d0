import type { Sentence } from '../contract/sentences.ts'

/** What became of one try to bring a report to a folder or a webhook. */
export interface TryOutcome {
  /** `again`: it may work later without a change; `failed`: it will not. */
  state: 'sent' | 'again' | 'failed'
  said: Sentence
  /** Milliseconds that the other side asked to wait. Default: by the number of tries. */
  waitMs?: number
}
