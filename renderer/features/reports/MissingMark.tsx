import { IconFileOff } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import classes from './reports.module.css'

/** Says of a finished report that its workbook is no longer on the disk. */
export const MissingMark = () => {
  const { t } = useTranslation()
  return (
    <span className={classes.missing} data-testid="workbook-missing">
      <IconFileOff size={16} stroke={1.75} aria-hidden />
      {t('report.missing')}
    </span>
  )
}
