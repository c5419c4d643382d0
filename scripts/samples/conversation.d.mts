import type { Random } from './random.mjs'
import type { Scene } from './scenes.mjs'

export interface Said {
  /** Milliseconds since the epoch. */
  at: number
  author: string
  text: string
}

export function conversation(options: {
  random: Random
  scenes: readonly Scene[]
  people: readonly string[]
  count: number
  /** Milliseconds since the epoch. */
  firstDay: number
  /** Working days over which the messages are spread. */
  days: number
}): Said[]
