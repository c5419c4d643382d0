import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import type { Summary, SummaryItem } from '../../../server/contract/summary.ts'
import { useAppDispatch } from '../../api/services.ts'
import { formatCount, formatExact } from '../../ui/format.ts'
import { manyLines, oneLine, shorten } from '../../ui/plain-text.ts'
import { RowButton } from '../../ui/RowButton.tsx'
import { sayTold } from '../../ui/sentences.ts'
import { bestOf } from './best-of.ts'
import { ChooseItems } from './ChooseItems.tsx'
import { readSummary } from './commands.ts'
import type { Quoted } from './MessagesAround.tsx'
import { Quote } from './Quote.tsx'
import classes from './details.module.css'
import { selectSummaryText, type SummaryTextsRoot } from './summary-texts-slice.ts'
import { UsageFacts } from './UsageFacts.tsx'

/** Items of one list shown here; the workbook has all. */
const shownItems = 6
const itemLength = 400

const lists = ['keyPoints', 'decisions', 'actionItems', 'openQuestions'] as const

const useSummary = (reportOid: string, ready: boolean) => {
  const dispatch = useAppDispatch()
  const [summary, setSummary] = useState<Summary | null>(null)
  const [settled, setSettled] = useState(false)
  useEffect(() => {
    if (!ready) return
    const request = dispatch(readSummary(reportOid))
    void request.then((answer) => {
      if (answer.meta.requestStatus === 'rejected' && answer.meta.aborted) return
      if (readSummary.fulfilled.match(answer)) setSummary(answer.payload)
      setSettled(true)
    })
    return () => request.abort()
  }, [dispatch, reportOid, ready])
  return { summary, settled }
}

/** A number counts from the begin of the reported period; it leads the way only where no time does. */
const placeOf = ({ at, author, text, messageNumber }: SummaryItem): Quoted =>
  at === null ? { at, author, text, messageNumber } : { at, author, text }

/** How many there are of which the summary lists the best. */
const totalOf = ({ totals, ...summary }: Summary, list: (typeof lists)[number]): number => {
  const listed = summary[list].length
  if (totals === undefined || list === 'keyPoints') return listed
  const total = totals[list]
  return Math.max(listed, typeof total === 'number' ? total : total.found + total.possible)
}

/** What items of all lists have in common. */
type ListedItem = SummaryItem & { certainty?: 'found' | 'possible' | undefined }

interface ItemsProps {
  roomOid: string | null
  summary: Summary
  list: (typeof lists)[number]
}

/** Who said it, where it stands, and whether a person has worded or added it. */
const Cite = ({ item }: { item: ListedItem }) => {
  const { t } = useTranslation()
  const { author, at, messageNumber, byHand, room } = item
  const parts = [
    room !== undefined && <bdi key="room">{shorten(oneLine(room.name), 60)}</bdi>,
    author !== '' && <bdi key="author">{shorten(oneLine(author), 60)}</bdi>,
    messageNumber !== 0 && `#${formatCount(messageNumber)}`,
    byHand !== undefined && t(`details.choose.${byHand}`),
  ].filter((part) => part !== false)
  return (
    <span className={classes.cite} title={at ? formatExact(at) : undefined}>
      {parts.map((part, index) => (index === 0 ? part : [' · ', part]))}
    </span>
  )
}

const Said = ({ item }: { item: ListedItem }) => (
  <>
    <span className={classes.quote}>{shorten(manyLines(item.text), itemLength)}</span>
    <Cite item={item} />
  </>
)

const Items = ({ roomOid, summary, list }: ItemsProps) => {
  const { t } = useTranslation()
  const items = summary[list]
  if (items.length === 0) return null
  // What a person has added leads to no message.
  const added = items.filter(({ messageNumber }) => messageNumber === 0)
  const quoted: readonly ListedItem[] = items.filter(({ messageNumber }) => messageNumber !== 0)
  const hidden = quoted.length - shownItems
  const total = totalOf(summary, list)
  const shown = Math.min(shownItems, quoted.length) + added.length
  return (
    <>
      <h4>
        {t(`details.${list}`)}
        {shown < total && (
          <span className={classes.ofAll}>{t('details.ofAll', { shown, total })}</span>
        )}
      </h4>
      <ul className={classes.items}>
        {bestOf(quoted, shownItems).map((item) => {
          const place = item.room?.roomOid ?? roomOid
          const key = `${place} ${item.messageNumber} ${item.text}`
          return place === null ? (
            <li key={key}>
              <Said item={item} />
            </li>
          ) : (
            <Quote key={key} roomOid={place} quoted={placeOf(item)}>
              <Said item={item} />
            </Quote>
          )
        })}
        {added.map((item) => (
          <li key={item.text}>
            <Said item={item} />
          </li>
        ))}
      </ul>
      {hidden > 0 && <p className={classes.muted}>{t('details.more', { count: hidden })}</p>}
    </>
  )
}

/** The text as it is being written. Not a live region: a screen reader would read every few syllables. */
const Growing = ({ text }: { text: string }) => {
  const { t } = useTranslation()
  const [headline = '', ...rest] = manyLines(text).split('\n')
  return (
    <div className={classes.growing} aria-busy data-testid="summary-text">
      <p className={classes.headline}>{headline}</p>
      {rest.length > 0 && <p className={classes.quote}>{rest.join('\n')}</p>}
      <p className={classes.muted}>{t('details.summaryWriting')}</p>
    </div>
  )
}

const Nothing = ({ ready, settled }: { ready: boolean; settled: boolean }) => {
  const { t } = useTranslation()
  const text = ready ? settled && t('details.summaryNone') : t('details.summaryWaiting')
  return <p className={classes.muted}>{text}</p>
}

export interface SummarySectionProps {
  /** Where what was said around an item is found that names no room of its own; null: nowhere. */
  roomOid: string | null
  reportOid: string
  /** Whether a summary can be there. */
  ready: boolean
  /** Whether a person may choose now what it tells. */
  canChoose: boolean
}

/** What the report found; each line opens the messages behind it. */
export const SummarySection = ({ roomOid, reportOid, ready, canChoose }: SummarySectionProps) => {
  const { t } = useTranslation()
  const { summary, settled } = useSummary(reportOid, ready)
  const [isChoosing, setChoosing] = useState(false)
  const text = useSelector((root: SummaryTextsRoot) => selectSummaryText(root, reportOid))
  return (
    <section className={classes.section} aria-label={t('details.summary')}>
      <div className={classes.head}>
        <h3>{t('details.summary')}</h3>
        {summary && canChoose && !isChoosing && (
          <RowButton title={t('details.choose.hint')} onClick={() => setChoosing(true)}>
            {t('details.choose.begin')}
          </RowButton>
        )}
      </div>
      {summary && isChoosing ? (
        <ChooseItems reportOid={reportOid} summary={summary} onClose={() => setChoosing(false)} />
      ) : summary ? (
        <>
          <p className={classes.headline}>{manyLines(summary.headline)}</p>
          <p className={classes.muted}>
            {t('details.coverage', {
              read: formatCount(summary.coverage.read),
              count: summary.coverage.messages,
              method: sayTold(t, { ...summary.method, message: summary.method.label }),
            })}
          </p>
          {summary.method.fallbackReason !== undefined && (
            <p className={classes.warning}>
              <bdi>
                {shorten(
                  sayTold(t, {
                    ...summary.method.fallback,
                    message: summary.method.fallbackReason,
                  }),
                  itemLength,
                )}
              </bdi>
            </p>
          )}
          {summary.usage && <UsageFacts usage={summary.usage} />}
          {summary.coverage.truncated && (
            <p className={classes.warning}>{t('details.truncated')}</p>
          )}
          {lists.map((list) => (
            <Items key={list} roomOid={roomOid} summary={summary} list={list} />
          ))}
        </>
      ) : text === '' ? (
        <Nothing ready={ready} settled={settled} />
      ) : (
        <Growing text={text} />
      )}
    </section>
  )
}
