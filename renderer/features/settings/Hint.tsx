import { IconLock } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import classes from './settings.module.css'

/** What a field is for, and where its value comes from if it cannot be changed here. */
export const Hint = ({ text, fixedBy }: { text?: string | undefined; fixedBy: string | null }) => {
  const { t } = useTranslation()
  return (
    <>
      {text}
      {fixedBy !== null && (
        <span className={classes.fixed}>
          <IconLock size={14} stroke={1.75} aria-hidden />
          {t('settings.fixedBy', { name: fixedBy })}
        </span>
      )}
    </>
  )
}
