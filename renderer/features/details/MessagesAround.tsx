import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Message } from '../../../server/contract/rooms.ts'
import { useAppDispatch } from '../../api/services.ts'
import { readAround } from './commands.ts'
import classes from './details.module.css'
import { MessageLine } from './MessageLine.tsx'

export interface Quoted {
  /** When it was said; null where nobody knows. */
  at: string | null
  /** Its number in the room, where that is known. */
  messageNumber?: number | undefined
  author: string
  /** The message, or a part of it. */
  text: string
}

const bare = (text: string): string => text.replaceAll(/\s+/gu, ' ').trim()

/** Which of the messages is the quoted one: several may have been said in the same second. */
const quotedAmong = (messages: readonly Message[], { at, messageNumber, author, text }: Quoted) => {
  const numbered = messages.find(({ number }) => number === messageNumber)
  if (numbered) return numbered
  const sameTime = messages.filter(
    (message) => Date.parse(message.at ?? '') === Date.parse(at ?? ''),
  )
  const words = bare(text).slice(0, 80)
  return (
    sameTime.find((message) => bare(message.text).includes(words)) ??
    sameTime.find((message) => [message.author, message.sourceName].includes(author)) ??
    sameTime[0]
  )
}

/** What was said before and after a message, in order. */
export const MessagesAround = ({ roomOid, quoted }: { roomOid: string; quoted: Quoted }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const [messages, setMessages] = useState<readonly Message[] | 'failed' | null>(null)
  const { at, messageNumber: number } = quoted
  useEffect(() => {
    const request = dispatch(readAround({ roomOid, at, number }))
    void request.then((answer) => {
      if (readAround.fulfilled.match(answer)) setMessages(answer.payload)
      else if (!answer.meta.aborted) setMessages('failed')
    })
    return () => request.abort()
  }, [dispatch, roomOid, at, number])
  if (messages === null) return null
  if (messages === 'failed') return <p className={classes.muted}>{t('details.aroundFailed')}</p>
  const found = quotedAmong(messages, quoted)
  return (
    <ul className={classes.around} aria-label={t('details.around')}>
      {messages.map((message) => (
        <MessageLine
          key={message.number}
          message={message}
          isMarked={message.number === found?.number}
        />
      ))}
    </ul>
  )
}
