import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import classes from './app.module.css'

export interface NoticeProps {
  title: string
  text: string
  /** The technical part, folded away. */
  details?: string
  onRetry?: () => void
  /** Another way out. */
  other?: { words: string; act: () => void } | undefined
}

/** A page for when there is no window to show, and why. */
export const Notice = ({ title, text, details, onRetry, other }: NoticeProps) => {
  const { t } = useTranslation()
  return (
    <main className={classes.notice}>
      <div role="alert">
        <h1>{title}</h1>
        <p>{text}</p>
        {onRetry && (
          <Button size="sm" mb="md" onClick={onRetry}>
            {t('app.tryAgain')}
          </Button>
        )}
        {other && (
          <Button size="sm" mb="md" ml="xs" variant="default" onClick={other.act}>
            {other.words}
          </Button>
        )}
        {details !== undefined && (
          <details>
            <summary>{t('app.details')}</summary>
            <pre>{details}</pre>
          </details>
        )}
      </div>
    </main>
  )
}
