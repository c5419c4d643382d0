import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { acts } from '../server/summary/acts/acts.ts'

const Position = z.int().positive()

/** One room: its messages and what a careful reader would write down. Positions count from 1. */
const TrainingRoom = z.object({
  room: z.string(),
  language: z.string(),
  kind: z.string(),
  bots: z.array(z.string()),
  decisions: z.array(
    z.object({ messages: z.array(Position), settledBy: Position.nullable(), firm: z.boolean() }),
  ),
  actions: z.array(
    z.object({ messages: z.array(Position), owner: z.string(), due: z.string().nullable() }),
  ),
  openQuestions: z.array(Position),
  answered: z.array(z.tuple([Position, Position])),
  /** Time (null in a transcript without times), author, text, the messages it answers, what it does. */
  messages: z.array(
    z.tuple([
      z.iso.datetime({ offset: true }).nullable(),
      z.string(),
      z.string(),
      z.array(Position),
      z.array(z.enum(acts)),
    ]),
  ),
})
export type TrainingRoom = z.infer<typeof TrainingRoom> & {
  set: string
  /** What tells who answers whom, beside the words; in some rooms replies if absent. */
  told?: 'names' | 'replies' | 'nothing'
}

/** In rooms of these sets people ask more, and change the subject more often, than they do elsewhere. */
export const isFullOfQuestions = (set: string): boolean => /^(?:questions|further)/.test(set)

/** Every room of `training/data`, in the order of the files' names. */
export function trainingRooms(): TrainingRoom[] {
  const folder = fileURLToPath(new URL('data', import.meta.url))
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ndjson'))
    .sort()
    .flatMap((name) =>
      readFileSync(path.join(folder, name), 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => ({ ...TrainingRoom.parse(JSON.parse(line)), set: path.parse(name).name })),
    )
}
