import { irc } from './irc.ts'
import { ndjson } from './ndjson.ts'
import type { Reader } from './reader.ts'
import { slack } from './slack.ts'

/** Every reader there is. Order decides only between equal scores: the stricter one first. */
export const readers: readonly Reader[] = [slack, ndjson, irc]
