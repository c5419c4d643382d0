import { z } from 'zod'
import { isoOrNull } from '../contract/instant.ts'
import { searchLimits } from '../contract/limits.ts'
import { SearchPage } from '../contract/search.ts'
import { termsOf } from '../ports/search-words.ts'
import type { Searching } from '../search/searching.ts'
import { seenRooms } from './in-sight.ts'
import { json, route, type Route } from './route.ts'
import { Cursor, decodeCursor, encodeCursor, Moment, PageLimit, queryList } from './validate.ts'

const SearchQuery = z.object({
  q: z
    .string()
    .min(1)
    .max(searchLimits.maxQuestionLength)
    .meta({ description: 'Words, each as the beginning of a word; "between quotes" as they are' }),
  roomOid: queryList().optional().meta({ description: 'Only in these rooms, separated by commas' }),
  author: z.string().max(searchLimits.maxQuestionLength).optional().meta({
    description: 'Only by people in whose names these words follow one another',
  }),
  from: Moment.optional().meta({ description: 'Not before this moment' }),
  to: Moment.optional().meta({ description: 'Before this moment' }),
  cursor: Cursor,
  limit: PageLimit,
})

const SearchCursor = z.object({ after: z.int() })

const nothingFound = { items: [], nextCursor: null, total: 0, isTotalCut: false, pending: 0 }

const amongSeen = (asked: readonly string[] | undefined, seen: readonly string[]) => {
  const wanted = new Set(asked)
  return asked === undefined ? seen : seen.filter((roomOid) => wanted.has(roomOid))
}

export interface SearchPorts {
  searching: Pick<Searching, 'find'>
}

/** Search in the messages of all rooms. */
export const searchRoutes = ({ searching }: SearchPorts): Route[] => [
  route({
    method: 'get',
    path: '/search',
    summary: 'Messages with these words, newest first, in pages',
    query: SearchQuery,
    answers: { 200: json('A page', SearchPage) },
    async handle({ query: { q, roomOid, author, from, to, cursor, limit }, res }) {
      const seen = seenRooms(res)
      const asked = roomOid === undefined || roomOid.length === 0 ? undefined : roomOid
      const roomOids = seen === undefined ? asked : amongSeen(asked, seen)
      // No room at all would be all rooms.
      if (roomOids?.length === 0) return nothingFound
      const words = author === undefined ? [] : termsOf(author).flatMap((term) => term.words)
      const { items, next, total, pending } = await searching.find({
        terms: termsOf(q).slice(0, searchLimits.maxTerms),
        roomOids,
        author: words.length === 0 ? undefined : { words, isPrefix: true },
        from,
        to,
        after: decodeCursor(SearchCursor, cursor)?.after,
        limit,
      })
      return {
        items: items.map((hit) => ({ ...hit, at: isoOrNull(hit.at) })),
        nextCursor: next === null ? null : encodeCursor({ after: next }),
        total,
        isTotalCut: total >= searchLimits.maxCounted,
        // How many messages there are in all rooms is not told to who does not see all.
        pending: seen === undefined ? pending : Math.min(pending, 1),
      }
    },
  }),
]
