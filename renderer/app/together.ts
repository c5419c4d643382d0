import { staysMs, type Notice } from './notices.ts'

interface NoticeOfMany<T> {
  tone: Notice['tone']
  words: (all: readonly T[]) => ReturnType<Notice['say']>
}

/**
 * Tells things of a kind together: while a notice of theirs stands, it grows instead of being joined by
 * another one. What is told again under the same id counts once.
 */
export const tellTogether = <T>(
  notify: (notice: Notice) => void,
  topic: string,
  { tone, words }: NoticeOfMany<T>,
): ((id: string, thing: T) => void) => {
  let told = new Map<string, { thing: T; at: number }>()
  return (id, thing) => {
    const at = Date.now()
    told = new Map(
      [...told].filter(([known, each]) => known !== id && at - each.at < staysMs[tone]),
    )
    told.set(id, { thing, at })
    const all = [...told.values()].map((each) => each.thing)
    notify({ tone, topic, say: () => words(all) })
  }
}
