import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import { Empty } from '../../ui/Empty.tsx'
import { sayFailure, toldOf } from '../../ui/sentences.ts'
import { selectRoomCount } from '../rooms/index.ts'
import { HitsFooter } from './HitsFooter.tsx'
import { HitsGrid } from './HitsGrid.tsx'
import { IndexNote } from './IndexNote.tsx'
import { isNarrowed, isOpen, noQuestion } from './question.ts'
import { searchSlice, type SearchRoot } from './search-slice.ts'
import page from '../../ui/page.module.css'
import { SearchToolbar } from './SearchToolbar.tsx'
import { useSearch } from './use-search.ts'

const { askedAgain, questionChanged } = searchSlice.actions

/** What stands in place of hits: nothing asked, nothing found, or no answer. Null while one is on its way. */
const NoHits = () => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const { question, answer, failure } = useSelector(({ search }: SearchRoot) => search)
  const hasRooms = useSelector(selectRoomCount) > 0
  if (failure !== null) {
    return (
      <Empty title={t('search.failed')} text={sayFailure(t, toldOf(failure))}>
        <Button size="sm" variant="default" onClick={() => dispatch(askedAgain())}>
          {t('app.tryAgain')}
        </Button>
      </Empty>
    )
  }
  if (!hasRooms) return <Empty title={t('search.noRooms')} text={t('search.noRoomsText')} />
  if (isOpen(question)) return <Empty title={t('search.begin')} text={t('search.beginText')} />
  if (answer === null) return null
  return (
    <Empty title={t('search.none')} text={t('search.noneText')}>
      {isNarrowed(question) && (
        <Button
          size="sm"
          variant="default"
          onClick={() => dispatch(questionChanged({ ...noQuestion, text: question.text }))}
        >
          {t('search.everywhere')}
        </Button>
      )}
    </Empty>
  )
}

/** Search in the messages of all rooms. */
export const SearchView = () => {
  useSearch()
  const hits = useSelector(({ search }: SearchRoot) => search.answer?.hits)
  const failed = useSelector(({ search }: SearchRoot) => search.failure !== null)
  return (
    <>
      <SearchToolbar />
      <IndexNote />
      <div className={page.body}>
        {hits !== undefined && hits.length > 0 && !failed ? <HitsGrid hits={hits} /> : <NoHits />}
        <HitsFooter />
      </div>
    </>
  )
}
