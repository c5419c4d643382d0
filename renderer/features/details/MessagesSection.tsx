import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { RowButton } from '../../ui/RowButton.tsx'
import { SearchField } from '../../ui/SearchField.tsx'
import { selectRoom, type RoomsRoot } from '../rooms/index.ts'
import classes from './details.module.css'
import { MessageLine } from './MessageLine.tsx'
import { MessagesFound } from './MessagesFound.tsx'
import { useMessages, type Beginning } from './use-messages.ts'

/** The local day of an instant, as a field of dates takes it; empty for none. */
const dayOf = (iso: string | null | undefined): string => {
  if (!iso) return ''
  const at = new Date(iso)
  const two = (number: number) => String(number).padStart(2, '0')
  return `${String(at.getFullYear()).padStart(4, '0')}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}

/** The first instant of a local day; null while the date is not whole. */
const startOf = (day: string): string | null => {
  const at = new Date(`${day}T00:00:00`)
  return Number.isNaN(at.getTime()) ? null : at.toISOString()
}

const Messages = ({ roomOid, beginning }: { roomOid: string; beginning: Beginning }) => {
  const { t } = useTranslation()
  const { pages, more } = useMessages(roomOid, beginning)
  const none = beginning.kind === 'newest' ? 'details.messagesNone' : 'details.messagesNoneFrom'
  return (
    <>
      {pages?.items.length === 0 && <p className={classes.muted}>{t(none)}</p>}
      <ul>
        {pages?.items.map((message) => (
          <MessageLine key={message.number} message={message} />
        ))}
      </ul>
      {pages?.next && (
        <RowButton onClick={() => void more()}>
          {t(beginning.kind === 'newest' ? 'details.showOlder' : 'details.showLater')}
        </RowButton>
      )}
    </>
  )
}

/** What is said in the room: from the newest back, from a day on, or what has the words that are typed. */
export const MessagesSection = ({ roomOid }: { roomOid: string }) => {
  const { t } = useTranslation()
  const room = useSelector((root: RoomsRoot) => selectRoom(root, roomOid))
  const [query, setQuery] = useState('')
  const [day, setDay] = useState('')
  const from = startOf(day)
  const beginning: Beginning = from === null ? { kind: 'newest' } : { kind: 'from', at: from }
  const wanted = query.trim()
  return (
    <section className={classes.section} aria-label={t('details.messagesPreview')}>
      <h3>{t('details.messagesPreview')}</h3>
      <div className={classes.messageTools}>
        <SearchField
          hasKey={false}
          className={classes.messageSearch}
          label={t('details.searchMessages')}
          value={query}
          onChange={setQuery}
        />
        <TextInput
          type="date"
          size="sm"
          aria-label={t('details.goToDay')}
          title={t('details.goToDay')}
          min={dayOf(room?.firstMessageAt)}
          max={dayOf(room?.lastMessageAt)}
          value={day}
          onChange={({ currentTarget: { value } }) => setDay(value)}
        />
        {from !== null && <RowButton onClick={() => setDay('')}>{t('details.toNewest')}</RowButton>}
      </div>
      {wanted === '' ? (
        <Messages key={from ?? ''} roomOid={roomOid} beginning={beginning} />
      ) : (
        <MessagesFound roomOid={roomOid} query={wanted} />
      )}
    </section>
  )
}
