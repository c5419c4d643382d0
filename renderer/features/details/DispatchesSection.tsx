import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import type { Dispatch } from '../../../server/contract/dispatches.ts'
import { useAppDispatch } from '../../api/services.ts'
import { formatMoment } from '../../ui/format.ts'
import { RowButton } from '../../ui/RowButton.tsx'
import { sayTold } from '../../ui/sentences.ts'
import type { ReportEntry } from '../reports/index.ts'
import { selectRoom, type RoomsRoot } from '../rooms/index.ts'
import { readDispatches, retryDispatches } from './commands.ts'
import classes from './details.module.css'

/** What became of the report on its way to the folder and the webhook. Nothing where it goes to none. */
export const DispatchesSection = ({ entry }: { entry: ReportEntry }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const { reportOid, roomOid, state } = entry
  const [items, setItems] = useState<readonly Dispatch[]>([])
  // The server says that the room has changed once something has become of one.
  const room = useSelector((root: RoomsRoot) => selectRoom(root, roomOid))
  useEffect(() => {
    const request = dispatch(readDispatches({ reportOid, turn: { state, room } }))
    void request.then((answer) => {
      if (readDispatches.fulfilled.match(answer)) setItems(answer.payload)
    })
    return () => request.abort()
  }, [dispatch, reportOid, state, room])
  if (items.length === 0) return null
  const retry = async () => {
    const answer = await dispatch(retryDispatches(reportOid))
    if (retryDispatches.fulfilled.match(answer)) setItems(answer.payload)
  }
  return (
    <section className={classes.section} aria-label={t('details.dispatches.title')}>
      <div className={classes.head}>
        <h3>{t('details.dispatches.title')}</h3>
        {items.some((item) => item.state === 'failed') && (
          <RowButton onClick={() => void retry()}>{t('details.dispatches.retry')}</RowButton>
        )}
      </div>
      <ul className={classes.items}>
        {items.map((item) => (
          <li key={item.dispatchOid}>
            {t(`details.dispatches.${item.destination}`)}:{' '}
            {t(`details.dispatches.states.${item.state}`)}
            {item.message !== undefined && (
              <span className={classes.quote}>
                <bdi>{sayTold(t, { ...item, message: item.message })}</bdi>
              </span>
            )}
            {item.nextTryAt !== null && item.tries > 0 && (
              <span className={classes.cite}>
                {t('details.dispatches.next', { moment: formatMoment(item.nextTryAt) })}
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
