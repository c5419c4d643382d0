import type { TFunction } from 'i18next'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector, useStore } from 'react-redux'
import { shownFileName } from '../../ui/file-name.ts'
import { formatDay, formatDays } from '../../ui/format.ts'
import { oneLine } from '../../ui/plain-text.ts'
import { selectTransitions, type ReportEntry, type ReportsRoot } from '../reports/index.ts'
import type { RoomsRoot } from '../rooms/index.ts'
import { arrangeFiles, type FileFacts, type FileItem } from './arrange.ts'
import type { FilesRoot } from './files-slice.ts'

/** "5 Jan – 2 Feb 2026", "since 5 Jan 2026"; the end of a period is exclusive. */
export const periodText = (t: TFunction, { period }: Pick<ReportEntry, 'period'>): string => {
  const from = period?.from
  const to =
    period?.to === undefined ? undefined : new Date(Date.parse(period.to) - 1).toISOString()
  if (from === undefined && to === undefined) return t('period.all')
  if (to === undefined) return t('files.since', { day: formatDay(from ?? '') })
  if (from === undefined) return t('files.until', { day: formatDay(to) })
  return formatDays(from, to)
}

/** Whom the workbook has reached, or lies in the outbox for. */
export const sentTo = ({ recipients = [] }: Pick<ReportEntry, 'recipients'>): string =>
  recipients
    .filter(({ state }) => state === 'sent' || state === 'saved')
    .map(({ address }) => oneLine(address))
    .join(', ')

/** The room of a report, or the one that it has become a part of. */
export const roomOf = ({
  roomOid,
  mergedInto,
}: Pick<ReportEntry, 'roomOid' | 'mergedInto'>): string => mergedInto ?? roomOid

const factsOf = (t: TFunction, root: ReportsRoot & RoomsRoot, entry: ReportEntry): FileFacts[] => {
  const { reportOid, workbook, finishedAt, period } = entry
  const roomOid = roomOf(entry)
  if (!workbook) return []
  return [
    {
      reportOid,
      roomOid,
      fileName: shownFileName(workbook.fileName, reportOid),
      roomName:
        entry.kind === 'overview'
          ? t('report.overviewOf', { count: entry.rooms ?? 0 })
          : oneLine(root.rooms.entities[roomOid]?.name ?? ''),
      from: period?.from ?? '',
      finishedAt: finishedAt ?? '',
      bytes: workbook.bytes,
      sentTo: sentTo(entry),
      isMissing: root.reports.missing[reportOid] === true,
      isWithoutModel: workbook.withoutModel !== undefined,
    },
  ]
}

/** The workbooks there are, and those that the view shows in its order. */
export const useFiles = (): { all: readonly FileFacts[]; items: readonly FileItem[] } => {
  const { t, i18n } = useTranslation()
  const store = useStore<ReportsRoot & RoomsRoot>()
  const transitions = useSelector(selectTransitions)
  const loadedAt = useSelector((root: ReportsRoot) => root.reports.workbooksLoaded)
  const missing = useSelector((root: ReportsRoot) => root.reports.missing)
  const view = useSelector(({ files }: FilesRoot) => files.view)
  const all = useMemo(
    () => {
      const root = store.getState()
      return Object.values(root.reports.entities).flatMap((entry) => factsOf(t, root, entry))
    },
    // A workbook comes with the end of a report or with the list of the server.
    // oxlint-disable-next-line react/exhaustive-deps
    [t, store, transitions, loadedAt, missing],
  )
  const items = useMemo(
    () => arrangeFiles(all, view, formatDay),
    // Days are called otherwise in another language.
    // oxlint-disable-next-line react/exhaustive-deps
    [all, view, i18n.language],
  )
  return { all, items }
}
