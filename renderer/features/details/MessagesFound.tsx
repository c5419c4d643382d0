import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SearchHit } from '../../../server/contract/search.ts'
import { useAppDispatch } from '../../api/services.ts'
import { formatExact, formatMoment } from '../../ui/format.ts'
import { Marked } from '../../ui/Marked.tsx'
import { oneLine, shorten } from '../../ui/plain-text.ts'
import { useRested } from '../../ui/use-rested.ts'
import { findMessages } from './commands.ts'
import classes from './details.module.css'
import { Quote } from './Quote.tsx'

interface Found {
  query: string
  hits: readonly SearchHit[]
  total: number
}

const useFound = (roomOid: string, query: string): Found | null => {
  const dispatch = useAppDispatch()
  const [found, setFound] = useState<Found | null>(null)
  const ask = useCallback(() => {
    const request = dispatch(findMessages({ roomOid, query }))
    void request.then((answer) => {
      if (!findMessages.fulfilled.match(answer)) return
      const { items, total } = answer.payload
      setFound({ query, hits: items, total })
    })
    return request
  }, [dispatch, roomOid, query])
  useRested(ask)
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
          <Quote key={hit.messageNumber} roomOid={roomOid} quoted={hit}>
            <span className={classes.quote}>
              <Marked hit={hit} />
            </span>
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
