import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { Bar } from '../../ui/Bar.tsx'
import { selectProgress, type SearchRoot } from './search-slice.ts'
import type { RoomsRoot } from '../rooms/index.ts'
import classes from './search.module.css'

/** That messages are still being taken into the search, and how far that is. */
export const IndexNote = () => {
  const { t } = useTranslation()
  const done = useSelector((root: SearchRoot & RoomsRoot) => selectProgress(root)?.done)
  const total = useSelector((root: SearchRoot & RoomsRoot) => selectProgress(root)?.total)
  if (done === undefined || total === undefined) return null
  return (
    <div className={classes.note} data-testid="index-note">
      <span>{t('search.building', { done, total })}</span>
      <Bar fraction={done / total} label={t('search.buildingLabel')} />
    </div>
  )
}
