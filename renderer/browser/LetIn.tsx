import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Me } from '../../server/contract/access.ts'
import { letInWord, type LetInWanted } from '../../server/contract/app-sign-in.ts'
import classes from '../app/app.module.css'
import { signOut } from '../api/session.ts'
import { oneLine } from '../ui/plain-text.ts'
import { answerLetIn } from './let-in.ts'

/** Asks whether the desktop app may come in as who is signed in here. */
export const LetIn = ({ me, wanted }: { me: Me; wanted: LetInWanted }) => {
  const { t } = useTranslation()
  const [busy, setBusy] = useState(false)
  const [hasFailed, setHasFailed] = useState(false)
  const answer = async (isLetIn: boolean): Promise<void> => {
    setBusy(true)
    setHasFailed(false)
    try {
      await answerLetIn(wanted, isLetIn)
    } catch {
      setHasFailed(true)
      setBusy(false)
    }
  }
  return (
    <main className={classes.notice}>
      <div>
        <h1>{t('letIn.title')}</h1>
        <p>{me.name === null ? t('signIn.owner') : t('signIn.as', { name: oneLine(me.name) })}</p>
        <p>{t('letIn.text')}</p>
        <p>{t('letIn.compare')}</p>
        <p className={classes.word}>{letInWord(wanted.challenge)}</p>
        {hasFailed && <p role="alert">{t('signIn.unreachable')}</p>}
        <Group gap="xs">
          <Button size="sm" loading={busy} onClick={() => void answer(true)}>
            {t('letIn.yes')}
          </Button>
          <Button size="sm" variant="default" disabled={busy} onClick={() => void answer(false)}>
            {t('letIn.no')}
          </Button>
          <Button size="sm" variant="subtle" disabled={busy} onClick={() => void signOut()}>
            {t('letIn.other')}
          </Button>
        </Group>
      </div>
    </main>
  )
}

/** Says how it went, once the app has sent the browser back. */
export const LetInEnd = ({ end }: { end: 'done' | 'failed' }) => {
  const { t } = useTranslation()
  return (
    <main className={classes.notice}>
      <div>
        <h1>{t(`letIn.${end}Title`)}</h1>
        <p>{t('letIn.close')}</p>
      </div>
    </main>
  )
}
