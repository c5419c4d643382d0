import { IconPlayerPause } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import classes from './queue-control.module.css'

/** Says that nothing new will start, in icon and word. */
export const PausedMark = () => {
  const { t } = useTranslation()
  return (
    <span className={classes.paused} data-testid="queue-paused">
      <IconPlayerPause size={16} stroke={1.75} aria-hidden />
      {t('queueControl.paused')}
    </span>
  )
}
