import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { RowButton } from '../../ui/RowButton.tsx'
import type { SearchRoot } from './search-slice.ts'
import grid from '../../ui/grid.module.css'
import classes from './search.module.css'
import { useMore } from './use-search.ts'

/** How many there are, and what is going on behind the last one. */
export const HitsFooter = () => {
  const { t } = useTranslation()
  const { answer, asked, moreAsked, failure, moreFailure } = useSelector(
    ({ search }: SearchRoot) => search,
  )
  const more = useMore()
  const found = () => {
    if (failure !== null) return ''
    if (answer === null) return asked === null ? '' : t('search.asking')
    const { total: count, isTotalCut } = answer
    return isTotalCut ? t('search.foundMany', { count }) : t('search.found', { count })
  }
  const words = found()
  return (
    <footer className={`${grid.footer} ${classes.footer}`} data-empty={words === '' || undefined}>
      <span role="status">{words}</span>
      {moreAsked !== null && <span>{t('search.readingOn')}</span>}
      {moreFailure !== null && (
        <span className={classes.moreFailed} role="alert">
          {t('search.moreFailed')} <RowButton onClick={more}>{t('app.tryAgain')}</RowButton>
        </span>
      )}
      {answer !== null && answer.hits.length > 0 && (
        <span className={`${grid.hint} ${classes.hint}`}>{t('search.hint')}</span>
      )}
    </footer>
  )
}
