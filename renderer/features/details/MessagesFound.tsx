import { useEffect, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { SearchHit } from '../../../server/contract/search.ts'
import { useAppDispatch } from '../../api/services.ts'
import { formatExact, formatMoment } from '../../ui/format.ts'
import { manyLines, oneLine, shorten } from '../../ui/plain-text.ts'
import { findMessages } from './commands.ts'
import classes from './details.module.css'
import { Quote } from './Quote.tsx'

/** Milliseconds without another letter before the server is asked. */
const restMs = 200

interface Found {
  query: string
  hits: readonly SearchHit[]
  total: number
}

/** The text with what was looked for marked; the marks are places in the text as it came. */
const marked = ({ text, marks }: SearchHit): ReactNode[] => {
  const parts: ReactNode[] = []
  let done = 0
  for (const [start, end] of marks) {
    if (start < done) continue
    parts.push(manyLines(text.slice(done, start)))
    parts.push(<mark key={start}>{manyLines(text.slice(start, end))}</mark>)
    done = end
  }
  parts.push(shorten(manyLines(text.slice(done)), 400))
  return parts
}

const useFound = (roomOid: string, query: string): Found | null => {
  const dispatch = useAppDispatch()
  const [found, setFound] = useState<Found | null>(null)
  useEffect(() => {
    let asked: { abort(): void } | null = null
    const timer = setTimeout(() => {
      const request = dispatch(findMessages({ roomOid, query }))
      asked = request
      void request.then((answer) => {
        if (!findMessages.fulfilled.match(answer)) return
        const { items, total } = answer.payload
        setFound({ query, hits: items, total })
      })
    }, restMs)
    return () => {
      clearTimeout(timer)
      asked?.abort()
    }
  }, [dispatch, roomOid, query])
  return found
}

/** Messages of the room with the words that are typed, newest first; each opens what was said around it. */
export const MessagesFound = ({ roomOid, query }: { roomOid: string; query: string }) => {
  const { t } = useTranslation()
  const found = useFound(roomOid, query)
  if (found === null) return null
  const { hits, total } = found
  const hidden = total - hits.length
  return (
    <div aria-busy={found.query !== query}>
      <p className={classes.muted} role="status">
        {t('details.found', { count: total })}
      </p>
      <ul className={classes.items}>
        {hits.map((hit) => (
          <Quote
            key={hit.messageNumber}
            roomOid={roomOid}
            quoted={hit.at === null ? null : { ...hit, at: hit.at }}
          >
            <span className={classes.quote}>{marked(hit)}</span>
            <span className={classes.cite} title={hit.at ? formatExact(hit.at) : undefined}>
              <bdi>{shorten(oneLine(hit.author), 60)}</bdi>
              {hit.at && ` · ${formatMoment(hit.at)}`}
            </span>
          </Quote>
        ))}
      </ul>
      {hidden > 0 && <p className={classes.muted}>{t('details.foundMore', { count: hidden })}</p>}
    </div>
  )
}
