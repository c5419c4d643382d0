import type { Database } from './database.ts'
import { readMessagePage } from './message-reader.ts'
import { countInSteps, sampleMessages } from './message-sample.ts'

type Without<Work> = Work extends (db: Database, ...rest: infer Rest) => infer Result
  ? (...rest: Rest) => Result
  : never

/** Looks into the messages of rooms. */
export interface MessageStore {
  /** Messages in order, from a cursor on; `next` is the cursor of the page after it. */
  page: Without<typeof readMessagePage>
  /** Some messages from places spread evenly over the time of a room. */
  sample: Without<typeof sampleMessages>
  /** How many a period has, counted in steps between which `pause` is awaited. */
  count: Without<typeof countInSteps>
}

export type { MessageRange } from './message-reader.ts'

export const createMessageStore = (db: Database): MessageStore => ({
  page: (range, page) => readMessagePage(db, range, page),
  sample: (range, span) => sampleMessages(db, range, span),
  count: (range, pause) => countInSteps(db, range, pause),
})
