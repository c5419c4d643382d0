import type { TFunction } from 'i18next'
import { memo, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { isTerminal } from '../../../server/contract/reports.ts'
import type { SentenceCode } from '../../../server/contract/sentences.ts'
import { Bar } from '../../ui/Bar.tsx'
import {
  formatCount,
  formatDuration,
  formatMoment,
  formatPercent,
  formatRange,
  formatStep,
  stepUp,
} from '../../ui/format.ts'
import { oneLine } from '../../ui/plain-text.ts'
import { sayFailure, sayTold } from '../../ui/sentences.ts'
import { StateMark } from '../../ui/StateMark.tsx'
import type { ReportEntry } from './entry.ts'
import classes from './reports.module.css'
import { lacksOf } from './lacks.ts'
import { MissingMark } from './MissingMark.tsx'
import type { ReportsRoot } from './reports-slice.ts'
import { selectAsked, selectIsMissing, selectNextOids, selectReport } from './selectors.ts'

/** The catalogue's word for what is counted, else the server's own. */
const unitWord = (t: TFunction, unit: string): string =>
  t(`report.units.${unit}` as 'report.units.rows', { defaultValue: oneLine(unit) })

/** "14,020 of 20,114 rows" while the total is known, "14,020 rows" before, nothing at zero. */
export const counterText = (t: TFunction, { progress }: Pick<ReportEntry, 'progress'>): string => {
  const { done, total, unit } = progress
  if (unit === '' || (done === 0 && total === null)) return ''
  return total === null
    ? t('report.progressOpen', { done: formatCount(done), unit: unitWord(t, unit) })
    : t('report.progress', {
        done: formatCount(done),
        total: formatCount(total),
        unit: unitWord(t, unit),
      })
}

/** The same without its unit, for where there is no room for it: "14,020 of 20,114". */
const shortCounterText = (t: TFunction, { progress }: Pick<ReportEntry, 'progress'>): string => {
  const { done, total } = progress
  if (done === 0 && total === null) return ''
  if (total === null) return formatCount(done)
  return t('report.progressShort', { done: formatCount(done), total: formatCount(total) })
}

/** "10–15 s left": a range where the server gives one, nothing while it is unknown. */
export const leftText = (
  t: TFunction,
  { etaSeconds, etaRange }: Pick<ReportEntry, 'etaSeconds' | 'etaRange'>,
): string => {
  if (etaRange && etaRange.high >= 1) {
    return t('report.secondsLeft', { time: formatRange(etaRange.low, etaRange.high) })
  }
  if (etaSeconds === null || etaSeconds < 1) return ''
  return t('report.secondsLeft', { time: formatStep(stepUp(etaSeconds)) })
}

/** What happened and what to do. */
export const failureText = (
  t: TFunction,
  { error, message }: Pick<ReportEntry, 'error' | 'message'>,
): string => (error ? sayFailure(t, error) : oneLine(message))

/** Statuses that tell more than the counters do. */
const notes: ReadonlySet<string | undefined> = new Set<SentenceCode>([
  'model_silent',
  'trying_again',
  'waiting_for_model',
])

/** What the status says in place of its counters, such as that a model is silent; empty if nothing. */
export const noteText = (
  t: TFunction,
  entry: Pick<ReportEntry, 'code' | 'params' | 'message'>,
): string => (notes.has(entry.code) ? sayTold(t, entry) : '')

/** All rows are written; what is left is the file itself, which counts nothing. */
export const savesFile = ({ state, progress }: Pick<ReportEntry, 'state' | 'progress'>): boolean =>
  state === 'writing' && progress.total !== null && progress.done >= progress.total

/** Deliveries that a person has to know about even where the workbook is fine. */
const worrying = new Set<ReportEntry['delivery']>(['failed', 'uncertain'])

/** What became of the mail: in a word, or to how many of its people it went. */
export const deliveryText = (
  t: TFunction,
  { delivery, recipients = [] }: Pick<ReportEntry, 'delivery' | 'recipients'>,
): string => {
  const sent = recipients.filter(({ state }) => state === 'sent').length
  return sent > 0 && sent < recipients.length
    ? t('report.delivery.partly', { sent, all: recipients.length })
    : t(`report.delivery.${delivery}`)
}

/** What is told of a report that has ended, the most important first: parts without room are left out whole. */
const endedParts = (t: TFunction, entry: ReportEntry): string[] => {
  if (entry.state === 'failed') return [failureText(t, entry)]
  const { startedAt, finishedAt, delivery } = entry
  const waits = entry.code === 'waits_for_approval' ? [t('report.delivery.approval')] : []
  const parts = finishedAt ? [...waits, formatMoment(finishedAt)] : waits
  if (delivery === 'sent' || delivery === 'saved') parts.push(t(`report.delivery.${delivery}`))
  if (entry.state === 'finished' && startedAt && finishedAt) {
    const took = Date.parse(finishedAt) - Date.parse(startedAt)
    parts.push(t('report.took', { time: formatDuration(took) }))
  }
  return parts
}

const NoReport = () => {
  const { t } = useTranslation()
  return <span className={classes.none}>{t('report.states.none')}</span>
}

interface TwoLinesProps {
  /** What a person has to know beside the state; nothing makes one line of it. */
  below?: string | undefined
  children: ReactNode
}

/** The state, and below it why it is not what one would wish: beside it there is no room for a sentence. */
const TwoLines = ({ below = '', children }: TwoLinesProps) => {
  const line = <span className={classes.status}>{children}</span>
  if (below === '') return line
  return (
    <span className={classes.twoLines}>
      {line}
      <span className={classes.below} title={below}>
        {below}
      </span>
    </span>
  )
}

const CellOf = ({ reportOid }: { reportOid: string }) => {
  const { t } = useTranslation()
  const entry = useSelector((root: ReportsRoot) => selectReport(root, reportOid))
  const asked = useSelector((root: ReportsRoot) => selectAsked(root, reportOid))
  const missing = useSelector((root: ReportsRoot) => selectIsMissing(root, reportOid))
  const isNext = useSelector((root: ReportsRoot) => selectNextOids(root).includes(reportOid))
  if (!entry) return <NoReport />

  const { state } = entry
  if (isTerminal(state)) {
    const parts = endedParts(t, entry)
    const lacks = lacksOf(entry.workbook)
    const why = lacks === null ? undefined : sayTold(t, lacks.why)
    const word = lacks?.word ?? state
    return (
      <TwoLines below={why}>
        <StateMark state={state} word={t(`report.states.${word}`)} warns={lacks !== null} />
        {missing && <MissingMark />}
        {worrying.has(entry.delivery) && (
          <span className={classes.warning} title={sayTold(t, entry)}>
            {deliveryText(t, entry)}
          </span>
        )}
        <span
          className={classes.ended}
          data-failed={state === 'failed' || undefined}
          title={parts.join(' · ')}
        >
          {parts.map((part, at) => (
            <span key={part}>{at === 0 ? part : ` · ${part}`}</span>
          ))}
        </span>
      </TwoLines>
    )
  }
  const isSaving = savesFile(entry)
  const note = noteText(t, entry)
  const waits = state === 'queued'
  // What has begun and waits for its turn again, as after the end of its server, keeps how far it had come.
  const hasBegun = !waits || (entry.percent ?? 0) > 0
  const counted = waits ? '' : counterText(t, entry)
  const counters = isSaving ? t('report.saving') : counted || sayTold(t, entry)
  const short = waits ? '' : shortCounterText(t, entry)
  const word = asked === 'cancel' ? 'cancelling' : isNext ? 'next' : state
  return (
    <TwoLines below={note}>
      <StateMark state={state} word={t(`report.states.${word}`)} />
      {hasBegun && (
        <>
          <Bar fraction={isSaving ? 1 : entry.percent === null ? null : entry.percent / 100} />
          <span className={classes.percent}>
            {isSaving || entry.percent === null ? '' : formatPercent(entry.percent)}
          </span>
          {note === '' && (
            <>
              <span className={classes.counters} title={counters}>
                <span>{counters}</span>
                <span>{isSaving ? counters : short || counters}</span>
              </span>
              <span className={classes.left}>{leftText(t, entry)}</span>
            </>
          )}
        </>
      )}
    </TwoLines>
  )
}

/** Where a report stands, on one line whose parts keep their place while it runs. */
export const ReportCell = memo(({ reportOid }: { reportOid: string | undefined }) =>
  reportOid === undefined ? <NoReport /> : <CellOf reportOid={reportOid} />,
)
ReportCell.displayName = 'ReportCell'
