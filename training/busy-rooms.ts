import { shortHash } from './random.ts'
import type { TrainingRoom } from './rooms.ts'

/** The set that these rooms make. */
export const busySet = 'busy'
/** Rooms that are laid over each other. */
const atOnce = 3
/** Of ten answers to another person, so many begin with that person's name. */
const namedInTen = 6
/** Of ten answered questions, so many lose their answers. */
const ignoredInTen = 4

/** How people in a busy room tell whom they answer. */
const ways = ['names', 'replies', 'nothing'] as const

type Message = TrainingRoom['messages'][number]

const chance = (text: string, inTen: number): boolean => shortHash(text) % 10 < inTen

/**
 * Busy channels: `atOnce` rooms at a time are laid over each other line by line, people call each
 * other by name as they must there, and part of the questions are never answered. So the next line
 * is about something else more often than not, which rooms written one by one seldom show.
 *
 * @param rooms - Of one fold, so that no room is learned from and tested on
 */
export function busyRooms(rooms: readonly TrainingRoom[]): TrainingRoom[] {
  const busy: TrainingRoom[] = []
  for (const language of new Set(rooms.map((room) => room.language))) {
    const same = rooms.filter((room) => room.language === language)
    for (let from = 0; from + atOnce <= same.length; from += atOnce) {
      busy.push(laidOver(same.slice(from, from + atOnce).map(withoutAnswers)))
    }
  }
  return busy
}

/** A room in which part of the answers were never given, nor what was said to them. */
function withoutAnswers(room: TrainingRoom): TrainingRoom {
  const ignored = room.answered.flatMap(([question]) =>
    chance(`ignored ${room.room} ${question}`, ignoredInTen) ? [question] : [],
  )
  const gone = new Set<number>()
  for (const [index, [, , , answered, acts]] of room.messages.entries()) {
    const isAnswer = acts.includes('answer') && answered.some((one) => ignored.includes(one))
    const isToGone = answered.length > 0 && answered.every((one) => gone.has(one))
    if (isAnswer || isToGone) gone.add(index + 1)
  }
  for (const [question, answer] of room.answered) {
    if (ignored.includes(question)) gone.add(answer)
  }
  const left = [...room.messages.keys()].map((index) => index + 1).filter((one) => !gone.has(one))
  const open = ignored.filter((one) => !gone.has(one))
  return renumbered({ ...room, openQuestions: [...room.openQuestions, ...open] }, left)
}

/** The room with the messages at `order` alone, in that order; what points to others is dropped. */
function renumbered(room: TrainingRoom, order: readonly number[]): TrainingRoom {
  const places = new Map(order.map((position, index) => [position, index + 1] as const))
  const placesOf = (positions: readonly number[]): number[] =>
    positions.flatMap((one) => places.get(one) ?? []).sort((a, b) => a - b)
  const isWhole = ({ messages }: { messages: readonly number[] }): boolean =>
    messages.every((one) => places.has(one))
  return {
    ...room,
    messages: order.flatMap((position): Message[] => {
      const message = room.messages[position - 1]
      if (message === undefined) return []
      const [at, author, text, answered, acts] = message
      return [[at, author, text, placesOf(answered), acts]]
    }),
    decisions: room.decisions.filter(isWhole).map((decision) => ({
      ...decision,
      messages: placesOf(decision.messages),
      settledBy: places.get(decision.settledBy ?? 0) ?? null,
    })),
    actions: room.actions
      .filter(isWhole)
      .map((action) => ({ ...action, messages: placesOf(action.messages) })),
    openQuestions: placesOf(room.openQuestions),
    answered: room.answered.flatMap(([question, answer]) => {
      const [asked, told] = [places.get(question), places.get(answer)]
      return asked === undefined || told === undefined ? [] : [[asked, told] as [number, number]]
    }),
  }
}

function laidOver(rooms: readonly TrainingRoom[]): TrainingRoom {
  const name = rooms.map(({ room }) => room).join(' + ')
  const told = ways[shortHash(`told ${name}`) % ways.length] ?? 'nothing'
  let before = 0
  const taken = new Set<string>()
  const joined = rooms.map((room) => {
    const moved = (positions: readonly number[]): number[] => positions.map((one) => one + before)
    const nicks = new Map<string, string>()
    const nickOf = (author: string): string => {
      const known = nicks.get(author)
      if (known !== undefined) return known
      let nick = author.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')
      while (taken.has(nick)) nick += '_'
      taken.add(nick)
      nicks.set(author, nick)
      return nick
    }
    const result = {
      ...room,
      bots: room.bots.map(nickOf),
      messages: room.messages.map(([at, author, text, answered, acts]): Message => {
        const other = room.messages[(answered[0] ?? 0) - 1]?.[1] ?? author
        const calls =
          told === 'names' && other !== author && chance(`calls ${at} ${text}`, namedInTen)
        return [
          at,
          nickOf(author),
          calls ? `${nickOf(other)}: ${text}` : text,
          moved(answered),
          acts,
        ]
      }),
      decisions: room.decisions.map((one) => ({
        ...one,
        messages: moved(one.messages),
        settledBy: one.settledBy === null ? null : one.settledBy + before,
      })),
      actions: room.actions.map((one) => ({
        ...one,
        owner: nickOf(one.owner),
        messages: moved(one.messages),
      })),
      openQuestions: moved(room.openQuestions),
      answered: room.answered.map(([q, a]): [number, number] => [q + before, a + before]),
    }
    before += room.messages.length
    return result
  })
  const all: TrainingRoom = {
    room: name,
    set: busySet,
    told,
    language: rooms[0]?.language ?? 'en',
    kind: 'busy channel',
    bots: joined.flatMap(({ bots }) => bots),
    decisions: joined.flatMap(({ decisions }) => decisions),
    actions: joined.flatMap(({ actions }) => actions),
    openQuestions: joined.flatMap(({ openQuestions }) => openQuestions),
    answered: joined.flatMap(({ answered }) => answered),
    messages: joined.flatMap(({ messages }) => messages),
  }
  // Each room goes on at its own uneven pace from the first line of the busy one to the last.
  const order = joined
    .flatMap(({ messages }, room) => {
      const paces = messages.map(([at, , text]) => 1 + (shortHash(`pace ${at} ${text}`) % 6))
      const whole = paces.reduce((a, b) => a + b, 0)
      let sum = 0
      return paces.map((pace) => ({ room, share: (sum += pace) / whole }))
    })
    .map((one, index) => ({ ...one, position: index + 1 }))
    .sort((a, b) => a.share - b.share || a.room - b.room)
    .map(({ position }) => position)
  const busy = renumbered(all, order)
  let time = Date.parse(busy.messages[0]?.[0] ?? '2026-01-01T08:00:00Z')
  return {
    ...busy,
    messages: busy.messages.map(([, author, text, answered, acts], index): Message => {
      time += 4_000 + (shortHash(`${name} ${index}`) % 50_000)
      return [new Date(time).toISOString(), author, text, answered, acts]
    }),
  }
}
