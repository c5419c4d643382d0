import { useTranslation } from 'react-i18next'
import type { Message } from '../../../server/contract/rooms.ts'
import { formatExact, formatMomentAndTime } from '../../ui/format.ts'
import { manyLines, oneLine, shorten } from '../../ui/plain-text.ts'
import classes from './details.module.css'

/** A preview, not a reader: the workbook holds every text whole. */
const messageLength = 600

export interface MessageLineProps {
  message: Pick<Message, 'kind' | 'author' | 'sourceName' | 'at' | 'text'>
  /** It is the one that was looked for. Default: false. */
  isMarked?: boolean
}

/** One message: who, when, what. */
export const MessageLine = ({ message, isMarked = false }: MessageLineProps) => {
  const { t } = useTranslation()
  const author = message.kind === 'system' ? t('details.systemLine') : oneLine(message.author)
  return (
    <li
      className={classes.message}
      data-kind={message.kind}
      aria-current={isMarked ? 'true' : undefined}
    >
      <span className={classes.author}>
        <bdi title={message.sourceName && oneLine(message.sourceName)}>{shorten(author, 80)}</bdi>
        {message.at && (
          <time dateTime={message.at} title={formatExact(message.at)}>
            {formatMomentAndTime(message.at)}
          </time>
        )}
      </span>
      <span className={classes.text} dir="auto">
        {shorten(manyLines(message.text), messageLength)}
      </span>
    </li>
  )
}
