import { useTranslation } from 'react-i18next'
import classes from './app.module.css'

/** The empty window while the rooms are read: the same lines in the same places, so nothing jumps. */
export const Frame = () => {
  const { t } = useTranslation()
  return (
    <div className={classes.window} aria-busy>
      <div className={classes.rail}>
        <div className={classes.brand}>{t('app.name')}</div>
      </div>
      <div className={classes.main} />
    </div>
  )
}
