import type { StoredMessage } from '../server/ports/message.ts'
import { actIndex } from '../server/summary/acts/acts.ts'
import { LineReader, surroundingsOf, type ReadLine } from '../server/summary/acts/lines.ts'
import { TextFeatures } from '../server/summary/acts/text-features.ts'
import { Conversations } from '../server/summary/conversations/conversations.ts'
import { Names } from '../server/summary/conversations/names.ts'
import { busySet } from './busy-rooms.ts'
import { shortHash } from './random.ts'
import type { TrainingRoom } from './rooms.ts'

/** One item of a key. Positions count from 0. */
export interface KeyItem {
  messages: number[]
  /** The line that an item of a list is trained on. */
  settledBy: number | null
  owner: string | null
}

/** A room, read, with what is to be learned from it. Positions count from 0. */
export interface PreparedRoom {
  name: string
  set: string
  /** The part of cross-validation that it is tested in. */
  fold: number
  lines: ReadLine[]
  /** A bit for each act. */
  acts: number[]
  answers: number[][]
  /** What the reader of busy channels takes each line to answer, or -1; null in other rooms. */
  known: Int32Array | null
  features: Uint32Array[]
  /** The same in a language that nobody knows, for some rooms. */
  strange: Uint32Array[]
  decisions: KeyItem[]
  actions: KeyItem[]
  questions: number[]
  answered: (readonly [number, number])[]
}

/** One room in four is read as if its export said what half of its messages answer. */
const roomsWithReplies = 3
const repliesInTen = 6

const reading = new TextFeatures()

/** One room in five is also read in a language that nobody knows. */
const roomsInStrange = 5
const strangeLetters = 33

/**
 * The features of a room as it would look in a language that was never learned: marks, emoji,
 * lengths and neighbours stay, words are letters of another script, other ones for each room.
 */
export function strangeFeatures(room: TrainingRoom): Uint32Array[] {
  if (shortHash(`strange ${room.room}`) % roomsInStrange !== 0) return []
  const shift = shortHash(room.room)
  const messages = room.messages.map(
    ([at, author, text, ...rest]): TrainingRoom['messages'][number] => [
      at,
      author,
      text.replace(/\p{L}/gu, (letter) =>
        String.fromCharCode(
          0x430 +
            (((letter.codePointAt(0) ?? 0) * (1 + 2 * (shift % 16)) + shift) % strangeLetters),
        ),
      ),
      ...rest,
    ],
  )
  return prepared({ ...room, messages }, 0, true).features
}

export function prepared(room: TrainingRoom, fold: number, isStrange = false): PreparedRoom {
  const names = new Names()
  for (const [, author] of room.messages) names.add(author, author)
  const reader = new LineReader(names)
  const isSome = room.told === undefined && shortHash(room.room) % roomsWithReplies === 0
  const hasReplies = room.told === 'replies' || isSome
  const lines = room.messages.map(([at, author, text, [answered]], index) => {
    const isTold = hasReplies && shortHash(`${room.room}${index}`) % 10 < repliesInTen
    return reader.read({
      text,
      author,
      at: at === null ? null : Date.parse(at),
      isBot: room.bots.includes(author),
      replyTo: isTold && answered !== undefined ? answered - 1 : -1,
    })
  })
  const fromZero = (positions: readonly number[]): number[] => positions.map((one) => one - 1)
  return {
    name: room.room,
    set: room.set,
    fold,
    lines,
    acts: room.messages.map(([, , , , acts]) =>
      acts.reduce((bits, act) => bits | (1 << actIndex[act]), 0),
    ),
    answers: room.messages.map(([, , , answered]) => fromZero(answered)),
    known: room.told === 'names' ? linkedByName(lines, names) : null,
    features: lines.map((line, at) => reading.read(line.signs, surroundingsOf(lines, at)).taken()),
    strange: isStrange || room.set === busySet ? [] : strangeFeatures(room),
    decisions: room.decisions.map(({ messages, settledBy }) => ({
      messages: fromZero(messages),
      settledBy: (settledBy ?? messages.at(-1) ?? 0) - 1,
      owner: null,
    })),
    actions: room.actions.map(({ messages, owner }) => ({
      messages: fromZero(messages),
      settledBy: null,
      owner,
    })),
    questions: fromZero(room.openQuestions),
    answered: room.answered.map(([question, answer]) => [question - 1, answer - 1] as const),
  }
}

/** As at work in a channel where people are told apart by the names they call. */
function linkedByName(lines: readonly ReadLine[], names: Names): Int32Array {
  const conversations = new Conversations({ names, isThreaded: true })
  return Int32Array.from(lines, (line, at) => {
    const message: StoredMessage = {
      number: at + 1,
      id: String(at),
      sourceId: String(at),
      at: line.at,
      timeSource: 'explicit',
      author: line.author,
      authorKey: line.author,
      kind: 'message',
      text: line.text,
      replyTo: null,
      attachments: [],
    }
    return conversations.add(message, line, at) ?? -1
  })
}
