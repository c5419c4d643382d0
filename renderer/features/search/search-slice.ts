import { createSlice, type PayloadAction } from '@reduxjs/toolkit'
import type { SearchHit } from '../../../server/contract/search.ts'
import { createCommand, type CommandError } from '../../api/services.ts'
import { aroundSlice } from '../details/index.ts'
import { loadFirstRooms, readRooms, roomsSlice, type RoomsRoot } from '../rooms/index.ts'
import { isOpen, noQuestion, toQuery, type Question } from './question.ts'

/** Hits that are read at a time. */
const pageSize = 50
/** Hits that are read again when messages have gone or come; those behind them are read when one goes there. */
const mostAgain = 500

/** What was found so far, newest first. */
export interface Answer {
  question: Question
  hits: SearchHit[]
  /** Null: these are all. */
  next: string | null
  total: number
  /** There are more than `total`. */
  isTotalCut: boolean
}

/** One message, whatever page it came with. */
export const keyOf = ({ roomOid, messageNumber }: SearchHit): string =>
  `${messageNumber} ${roomOid}`

/** Asks anew: as much as is shown, where it is the same question. */
export const askSearch = createCommand(
  'search/ask',
  async (question: Question, { extra, getState, signal }) => {
    const { answer } = (getState() as SearchRoot).search
    const shown = answer?.question === question ? answer.hits.length : 0
    const limit = Math.min(mostAgain, Math.max(pageSize, shown))
    return extra.rest.search({ ...toQuery(question), limit }, signal)
  },
)

/** The hits behind those that are shown. */
export const askMore = createCommand(
  'search/more',
  async ({ question, next }: { question: Question; next: string }, { extra, signal }) =>
    extra.rest.search({ ...toQuery(question), cursor: next, limit: pageSize }, signal),
)

/** Opens the drawer at a message. */
export const showHit = createCommand(
  'search/show',
  async ({ roomOid, at, messageNumber, author, text }: SearchHit, { dispatch }) => {
    dispatch(roomsSlice.actions.roomOpened(roomOid))
    dispatch(aroundSlice.actions.aroundShown({ roomOid, at, messageNumber, author, text }))
  },
)

const initialState = {
  question: noQuestion,
  answer: null as Answer | null,
  /** The question, and the page, that an answer is waited for. */
  asked: null as string | null,
  moreAsked: null as string | null,
  /** Why the last question, or the last page, has no answer. */
  failure: null as CommandError | null,
  moreFailure: null as CommandError | null,
  /** About how many messages are not in the index yet. */
  pending: 0,
  /** Goes up when the same question may have another answer. */
  turn: 0,
  /** Hit that the keyboard stands on. */
  activeKey: null as string | null,
  /** Goes up when somebody wants to type. */
  fieldWanted: 0,
}

export type SearchState = typeof initialState
export interface SearchRoot {
  search: SearchState
}

const forget = (state: SearchState, isGone: (roomOid: string) => boolean): void => {
  const { answer } = state
  if (answer === null) return
  const kept = answer.hits.filter(({ roomOid }) => !isGone(roomOid))
  const gone = answer.hits.length - kept.length
  if (gone === 0) return
  answer.hits = kept
  answer.total -= gone
}

export const searchSlice = createSlice({
  name: 'search',
  initialState,
  reducers: {
    questionChanged: (state, { payload }: PayloadAction<Partial<Question>>) => {
      state.question = { ...state.question, ...payload }
      state.activeKey = null
      if (isOpen(state.question)) {
        state.answer = null
        state.failure = null
      }
    },
    /** Words from elsewhere, looked for everywhere. */
    searched: (state, { payload: text }: PayloadAction<string>) => {
      state.question = { ...noQuestion, text }
      state.activeKey = null
      state.fieldWanted += 1
    },
    hitActivated: (state, { payload }: PayloadAction<string>) => {
      state.activeKey = payload
    },
    fieldWanted: (state) => {
      state.fieldWanted += 1
    },
    /** `SEARCH_CHANGED`. */
    pendingHeard: (state, { payload }: PayloadAction<number>) => {
      const isNews = payload < state.pending
      state.pending = payload
      // Where something is found, it is not moved about while more comes in.
      if (isNews && (payload === 0 || state.answer?.hits.length === 0)) state.turn += 1
    },
    /** Asks the same once more. */
    askedAgain: (state) => {
      state.turn += 1
    },
  },
  extraReducers: (builder) => {
    builder.addCase(roomsSlice.actions.roomsRemoved, (state, { payload }) => {
      const gone = new Set(payload)
      forget(state, (roomOid) => gone.has(roomOid))
      if (state.question.roomOid !== null && gone.has(state.question.roomOid))
        state.question = { ...state.question, roomOid: null }
      state.turn += 1
    })
    for (const read of [readRooms.fulfilled, loadFirstRooms.fulfilled])
      builder.addCase(read, (state) => {
        state.turn += 1
      })
    builder.addCase(askSearch.pending, (state, { meta }) => {
      state.asked = meta.requestId
      // What is behind the hits of another question is of no use.
      state.moreAsked = null
    })
    builder.addCase(askSearch.fulfilled, (state, { meta, payload }) => {
      if (state.asked !== meta.requestId) return
      const { items: hits, nextCursor: next, total, isTotalCut, pending } = payload
      state.asked = null
      state.failure = null
      state.moreFailure = null
      state.answer = { question: meta.arg, hits, next, total, isTotalCut }
      state.pending = pending
      if (!hits.some((hit) => keyOf(hit) === state.activeKey)) state.activeKey = null
    })
    builder.addCase(askSearch.rejected, (state, { meta, error }) => {
      if (state.asked !== meta.requestId) return
      state.asked = null
      if (!meta.aborted) state.failure = error
    })
    builder.addCase(askMore.pending, (state, { meta }) => {
      state.moreAsked = meta.requestId
      state.moreFailure = null
    })
    builder.addCase(askMore.fulfilled, (state, { meta, payload }) => {
      if (state.moreAsked !== meta.requestId || state.answer === null) return
      state.moreAsked = null
      // A message that came in between has moved the others by one.
      const known = new Set(state.answer.hits.map(keyOf))
      state.answer.hits.push(...payload.items.filter((hit) => !known.has(keyOf(hit))))
      state.answer.next = payload.nextCursor
    })
    builder.addCase(askMore.rejected, (state, { meta, error }) => {
      if (state.moreAsked !== meta.requestId) return
      state.moreAsked = null
      if (!meta.aborted) state.moreFailure = error
    })
  },
})

/** How many messages of all that there are the search finds; null while it finds all. */
export const selectProgress = ({
  search: { pending },
  rooms,
}: SearchRoot & RoomsRoot): { done: number; total: number } | null => {
  if (pending === 0) return null
  let total = 0
  for (const roomOid of rooms.ids) {
    const room = rooms.entities[roomOid]
    if (room) total += room.messageCount + room.systemCount
  }
  return { done: Math.max(0, total - pending), total: Math.max(total, pending) }
}
