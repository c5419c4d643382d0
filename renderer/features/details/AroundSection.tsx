import { CloseButton } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import { aroundSlice, selectFound } from './around-slice.ts'
import classes from './details.module.css'
import { MessagesAround } from './MessagesAround.tsx'

/** What was said around the message that the drawer was opened for; nothing where it was opened for the room. */
export const AroundSection = ({ roomOid }: { roomOid: string }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const found = useSelector(selectFound)
  const section = useRef<HTMLElement>(null)
  const key = found?.roomOid === roomOid ? `${found.messageNumber} ${found.at}` : null
  useEffect(() => {
    // jsdom scrolls nothing.
    if (key !== null) section.current?.scrollIntoView?.({ block: 'nearest' })
  }, [key])
  if (found === null || key === null) return null
  return (
    <section ref={section} className={classes.section} aria-label={t('details.foundMessage')}>
      <div className={classes.foundHead}>
        <h3>{t('details.foundMessage')}</h3>
        <CloseButton
          size="sm"
          aria-label={t('details.foundClose')}
          onClick={() => dispatch(aroundSlice.actions.aroundHidden())}
        />
      </div>
      <MessagesAround key={key} roomOid={roomOid} quoted={found} />
    </section>
  )
}
