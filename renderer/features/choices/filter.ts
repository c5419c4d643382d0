import { MessageFilter } from '../../../server/contract/report-options.ts'

/** Which messages are wanted, while it is being typed. Empty parts ask for nothing. */
export interface FilterDraft {
  people: string[]
  keyword: string
  /** Id of the message that began it. */
  thread: string
}

export const noFilter: FilterDraft = { people: [], keyword: '', thread: '' }

const named = ({ people, keyword, thread }: FilterDraft): MessageFilter => ({
  ...(people.length > 0 && { people }),
  ...(keyword.trim() !== '' && { keyword: keyword.trim() }),
  ...(thread.trim() !== '' && { thread: thread.trim() }),
})

/** What the server is asked for; undefined: all messages. */
export const toFilter = (draft: FilterDraft): MessageFilter | undefined => {
  const filter = named(draft)
  return Object.keys(filter).length === 0 ? undefined : filter
}

export const draftOfFilter = (filter: MessageFilter | undefined): FilterDraft => {
  const { people = [], keyword = '', thread = '' } = filter ?? {}
  return { people, keyword, thread }
}

export type FilterProblem = keyof FilterDraft

/** Which part the server would refuse; null: none. */
export const filterProblem = (draft: FilterDraft): FilterProblem | null => {
  const filter = toFilter(draft)
  const checked = filter && MessageFilter.safeParse(filter)
  if (checked === undefined || checked.success) return null
  const [part] = checked.error.issues[0]?.path ?? []
  return part === 'keyword' || part === 'thread' ? part : 'people'
}
