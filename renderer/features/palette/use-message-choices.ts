import { IconMessageSearch, IconSearch } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'react-redux'
import type { SearchHit } from '../../../server/contract/search.ts'
import { createCommand, useAppDispatch } from '../../api/services.ts'
import { formatMoment } from '../../ui/format.ts'
import { markedParts } from '../../ui/marked.ts'
import { oneLine, shorten } from '../../ui/plain-text.ts'
import type { RoomsRoot } from '../rooms/index.ts'
import { keyOf, noQuestion, showHit, toQuery } from '../search/index.ts'
import type { Choice } from './choice.ts'
import { useLiveList } from './use-live-list.ts'

/** Messages that are shown. */
const few = 4

const askMessages = createCommand(
  'palette/messages',
  async (text: string, { extra, signal }): Promise<readonly SearchHit[]> => {
    const query = { ...toQuery({ ...noQuestion, text }), limit: few }
    return (await extra.rest.search(query, signal)).items
  },
)

export interface MessageChoicesOptions {
  /** Shows a room; the palette has closed by then. */
  onRoom: (roomOid: string) => void
  /** Looks for these words in all messages; the palette has closed by then. */
  onSearch: (text: string) => void
}

/** The newest messages with the words that are typed, and the way to all of them. */
export const useMessageChoices = (
  query: string,
  { onRoom, onSearch }: MessageChoicesOptions,
): Choice[] => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const store = useStore<RoomsRoot>()
  const hits = useLiveList(query, askMessages)
  return useMemo(() => {
    const text = query.trim()
    if (text === '') return []
    const toHit = (hit: SearchHit): Choice => {
      const parts = markedParts(hit, { lead: 16, tail: 120, isOneLine: true })
      const name = store.getState().rooms.entities[hit.roomOid]?.name ?? hit.roomName
      const about = [name, hit.author].map((part) => shorten(oneLine(part).trim(), 40))
      if (hit.at !== null) about.push(formatMoment(hit.at))
      return {
        key: `hit ${keyOf(hit)}`,
        icon: IconMessageSearch,
        title: parts.map((part) => part.text).join(''),
        parts,
        detail: about.filter((part) => part !== '').join(' · '),
        isFleeting: true,
        run: () => {
          void dispatch(showHit(hit))
          onRoom(hit.roomOid)
        },
      }
    }
    const all: Choice = {
      key: 'search-messages',
      icon: IconSearch,
      title: t('palette.searchMessages', { text: shorten(oneLine(text), 60) }),
      isFleeting: true,
      run: () => onSearch(text),
    }
    return [...hits.map(toHit), all]
  }, [t, dispatch, store, hits, query, onRoom, onSearch])
}
