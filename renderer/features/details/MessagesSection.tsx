import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Message } from '../../../server/contract/rooms.ts'
import { useAppDispatch } from '../../api/services.ts'
import { formatExact, formatMoment } from '../../ui/format.ts'
import { manyLines, oneLine, shorten } from '../../ui/plain-text.ts'
import { RowButton } from '../../ui/RowButton.tsx'
import { readMessages } from './commands.ts'
import classes from './details.module.css'

/** A preview, not a reader: the workbook holds every text whole. */
const messageLength = 600

const useMessages = (roomOid: string) => {
  const dispatch = useAppDispatch()
  const [page, setPage] = useState<{ items: Message[]; next: string | null } | null>(null)
  useEffect(() => {
    const request = dispatch(readMessages({ roomOid, cursor: null }))
    void request.then((answer) => {
      if (!readMessages.fulfilled.match(answer)) return
      setPage({ items: answer.payload.items, next: answer.payload.nextCursor })
    })
    return () => request.abort()
  }, [dispatch, roomOid])
  const more = async () => {
    if (!page?.next) return
    const answer = await dispatch(readMessages({ roomOid, cursor: page.next }))
    if (!readMessages.fulfilled.match(answer)) return
    const { items, nextCursor } = answer.payload
    // The drawer may show another room by now.
    setPage((now) => (now === page ? { items: [...now.items, ...items], next: nextCursor } : now))
  }
  return { page, more }
}

const Line = ({ message }: { message: Message }) => {
  const { t } = useTranslation()
  const author = message.kind === 'system' ? t('details.systemLine') : oneLine(message.author)
  return (
    <li className={classes.message} data-kind={message.kind}>
      <span className={classes.author}>
        <bdi>{shorten(author, 80)}</bdi>
        {message.at && (
          <time dateTime={message.at} title={formatExact(message.at)}>
            {formatMoment(message.at)}
          </time>
        )}
      </span>
      <span className={classes.text} dir="auto">
        {shorten(manyLines(message.text), messageLength)}
      </span>
    </li>
  )
}

/** What is said in the room, from its beginning. */
export const MessagesSection = ({ roomOid }: { roomOid: string }) => {
  const { t } = useTranslation()
  const { page, more } = useMessages(roomOid)
  return (
    <section className={classes.section} aria-label={t('details.messagesPreview')}>
      <h3>{t('details.messagesPreview')}</h3>
      {page?.items.length === 0 && <p className={classes.muted}>{t('details.messagesNone')}</p>}
      <ul className={classes.messages}>
        {page?.items.map((message) => (
          <Line key={message.number} message={message} />
        ))}
      </ul>
      {page?.next && <RowButton onClick={() => void more()}>{t('details.showMore')}</RowButton>}
    </section>
  )
}
