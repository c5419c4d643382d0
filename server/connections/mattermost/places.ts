import { field, listOf, numberOf, textOf } from '../../imports/reading/values.ts'

/**
 * A place in a channel: when a post was made, and its id. Ids of posts have no order, and a post that is deleted is in
 * no list any more, so that only the time tells what lies before it.
 */
export interface Place {
  at: number
  id: string
}

export const placeOf = (post: unknown): Place => ({
  at: numberOf(field(post, 'create_at')) ?? 0,
  id: textOf(field(post, 'id')),
})

export const writtenPlace = ({ at, id }: Place): string => `${at} ${id}`

export function readPlace(text: string): Place {
  const [at = '', id = ''] = text.split(' ')
  return { at: numberOf(at) ?? 0, id }
}

/** Posts of an answer, newest first: their order stands beside them. */
export function postsIn(body: unknown): unknown[] {
  const posts = field(body, 'posts')
  return listOf(field(body, 'order')).flatMap((id) => field(posts, textOf(id)) ?? [])
}

/**
 * Where the page after this one begins. A server gives what is older than the time of a post, so that of two posts
 * of one millisecond the second would be lost where a page ends between them: it begins one time earlier, and gives some
 * again.
 */
export function olderThan(posts: readonly unknown[]): Place | null {
  const places = posts.map(placeOf)
  const last = places.at(-1)
  if (last === undefined) return null
  return places.findLast(({ at }) => at > last.at) ?? last
}
