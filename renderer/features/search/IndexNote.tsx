import { useTranslation } from 'react-i18next'
import { shallowEqual, useSelector } from 'react-redux'
import { Bar } from '../../ui/Bar.tsx'
import { selectProgress } from './search-slice.ts'
import classes from './search.module.css'

/** That messages are still being taken into the search, and how far that is. */
export const IndexNote = () => {
  const { t } = useTranslation()
  const progress = useSelector(selectProgress, shallowEqual)
  if (progress === null) return null
  const { done, total } = progress
  return (
    <div className={classes.note} data-testid="index-note">
      <span>{t('search.building', { done, total })}</span>
      <Bar fraction={done / total} label={t('search.buildingLabel')} />
    </div>
  )
}
