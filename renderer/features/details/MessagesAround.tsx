import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Message } from '../../../server/contract/rooms.ts'
import { useAppDispatch } from '../../api/services.ts'
import { readAround } from './commands.ts'
import classes from './details.module.css'
import { MessageLine } from './MessageLine.tsx'

export interface Quoted {
  /** When it was said. */
  at: string
  author: string
  /** The message, or a part of it. */
  text: string
}

const bare = (text: string): string => text.replaceAll(/\s+/gu, ' ').trim()

/** Which of the messages is the quoted one: several may have been said in the same second. */
const quotedAmong = (messages: readonly Message[], { at, author, text }: Quoted) => {
  const sameTime = messages.filter((message) => Date.parse(message.at ?? '') === Date.parse(at))
  const words = bare(text).slice(0, 80)
  return (
    sameTime.find((message) => bare(message.text).includes(words)) ??
    sameTime.find((message) => message.author === author) ??
    sameTime[0]
  )
}

/** What was said before and after a message, in order. */
export const MessagesAround = ({ roomOid, quoted }: { roomOid: string; quoted: Quoted }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const [messages, setMessages] = useState<readonly Message[] | 'failed' | null>(null)
  const { at } = quoted
  useEffect(() => {
    const request = dispatch(readAround({ roomOid, at }))
    void request.then((answer) => {
      if (readAround.fulfilled.match(answer)) setMessages(answer.payload)
      else if (!answer.meta.aborted) setMessages('failed')
    })
    return () => request.abort()
  }, [dispatch, roomOid, at])
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
