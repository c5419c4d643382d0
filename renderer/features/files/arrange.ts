import { sortKey } from '../../../server/contract/sort-key.ts'
import type { FileColumn, FilesView } from './files-slice.ts'

/** What a list of workbooks is searched, sorted and grouped by. */
export interface FileFacts {
  reportOid: string
  /** Without the id that makes it unique. */
  fileName: string
  roomOid: string
  roomName: string
  /** First instant of the period; empty for all messages. */
  from: string
  finishedAt: string
  bytes: number
  /** Addresses, comma between them; empty where it was not sent. */
  sentTo: string
  isMissing: boolean
  isWithoutModel: boolean
}

export type FileItem =
  | { kind: 'group'; key: string; title: string; count: number }
  | { kind: 'file'; key: string; reportOid: string }

const byText = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1)

const comparisons: Record<FileColumn, (a: FileFacts, b: FileFacts) => number> = {
  name: (a, b) => byText(sortKey(a.fileName), sortKey(b.fileName)),
  period: (a, b) => byText(a.from, b.from),
  made: (a, b) => byText(a.finishedAt, b.finishedAt),
  size: (a, b) => a.bytes - b.bytes,
  sentTo: (a, b) => byText(sortKey(a.sentTo), sortKey(b.sentTo)),
}

const fits = (file: FileFacts, { search, filter }: FilesView): boolean => {
  if (filter === 'missing' && !file.isMissing) return false
  if (filter === 'withoutModel' && !file.isWithoutModel) return false
  if (filter === 'mailed' && file.sentTo === '') return false
  const text = sortKey(`${file.fileName} ${file.roomName} ${file.sentTo}`)
  return search.split(/\s+/u).every((word) => text.includes(sortKey(word)))
}

/**
 * What the list shows, in order: workbooks that fit, below the names of their groups. Groups stand in the
 * order of their first workbook.
 *
 * @param dayOf what a group of one day is called
 */
export const arrangeFiles = (
  files: readonly FileFacts[],
  view: FilesView,
  dayOf: (iso: string) => string,
): FileItem[] => {
  const { column, direction } = view.sort
  const sign = direction === 'ascending' ? 1 : -1
  const sorted = files
    .filter((file) => fits(file, view))
    .sort(
      (a, b) =>
        sign * comparisons[column](a, b) ||
        byText(b.finishedAt, a.finishedAt) ||
        byText(a.reportOid, b.reportOid),
    )
  const item = ({ reportOid }: FileFacts): FileItem => ({
    kind: 'file',
    key: reportOid,
    reportOid,
  })
  if (view.group === null) return sorted.map(item)
  const groups = new Map<string, FileFacts[]>()
  for (const file of sorted) {
    const key = view.group === 'room' ? file.roomOid : dayOf(file.finishedAt)
    const members = groups.get(key)
    if (members) members.push(file)
    else groups.set(key, [file])
  }
  return [...groups].flatMap(([key, members]): FileItem[] => {
    const title = view.group === 'room' ? (members[0]?.roomName ?? '') : key
    return [
      { kind: 'group', key: `group ${key}`, title, count: members.length },
      ...members.map(item),
    ]
  })
}
