import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Me } from '../../../server/contract/access.ts'
import { signOut, whoIsIn } from '../../api/session.ts'
import { Section } from './Section.tsx'
import classes from './settings.module.css'

/** Who is signed in at a server, in a browser. */
export const SignedIn = () => {
  const { t } = useTranslation()
  const [me, setMe] = useState<Me | null>(null)
  useEffect(() => {
    let isShown = true
    whoIsIn().then(
      (found) => isShown && setMe(found),
      // Nothing is said where the server does not answer: the banner of the connection says so.
      () => undefined,
    )
    return () => {
      isShown = false
    }
  }, [])
  return (
    <Section
      title={t('settings.app.session')}
      text={me?.name == null ? t('signIn.owner') : t('signIn.as', { name: me.name })}
    >
      <div className={classes.pathActions}>
        <Button size="compact-sm" variant="default" onClick={() => void signOut()}>
          {t('signIn.out')}
        </Button>
      </div>
    </Section>
  )
}
