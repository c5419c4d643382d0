import { z } from 'zod'
import { RoomOid } from './rooms.ts'

export const SearchHit = z
  .object({
    roomOid: RoomOid,
    roomName: z.string(),
    messageNumber: z
      .int()
      .positive()
      .meta({ description: 'Position in the room, from 1: the row of its transcript.' }),
    at: z.iso.datetime().nullable(),
    author: z.string(),
    text: z
      .string()
      .meta({ description: 'The message; of a very long one the part around the first mark.' }),
    marks: z.array(z.tuple([z.int().nonnegative(), z.int().positive()])).meta({
      description: 'Where the words of the question stand in `text`: UTF-16 units, end exclusive.',
    }),
  })
  .meta({ id: 'SearchHit' })
export type SearchHit = z.infer<typeof SearchHit>

export const SearchPage = z
  .object({
    items: z.array(SearchHit),
    nextCursor: z.string().nullable(),
    total: z.int().nonnegative(),
    isTotalCut: z
      .boolean()
      .meta({ description: 'There are more than `total`; they were not counted.' }),
    pending: z
      .int()
      .nonnegative()
      .meta({ description: 'About how many messages are not in the index yet.' }),
  })
  .meta({ id: 'SearchPage' })
export type SearchPage = z.infer<typeof SearchPage>

/** Data of `SEARCH_CHANGED`: how far the index is behind the messages, as `GET /api/search` says it. */
export const SearchNews = SearchPage.pick({ pending: true })
export type SearchNews = z.infer<typeof SearchNews>
