import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import classes from './settings.module.css'

/** Said as long as it is so, not only once. */
export const LeavesComputer = ({ host }: { host: string }) => {
  const { t } = useTranslation()
  return (
    <div className={classes.warning} role="note" data-testid="leaves-computer">
      <IconAlertTriangle size={16} stroke={1.75} aria-hidden />
      <p>{t('settings.summary.leaves', { host })}</p>
    </div>
  )
}
