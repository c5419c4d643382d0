import { Button, PasswordInput } from '@mantine/core'
import { useEffect, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import classes from '../app/app.module.css'
import { offersProvider, signIn, signInByProvider, signInFailure } from '../api/session.ts'

/** Characters that can stand in a header; no token has others. */
const looksLikeToken = (text: string): boolean => /^[\w.~+/=-]+$/.test(text)

/** Asks for a token in exchange for a session. */
export const SignIn = ({ onSignedIn }: { onSignedIn: () => void }) => {
  const { t } = useTranslation()
  const [token, setToken] = useState('')
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
  const [hasProvider, setHasProvider] = useState(false)
  const failure = signInFailure()
  useEffect(() => {
    let isShown = true
    void offersProvider().then((offers) => isShown && setHasProvider(offers))
    return () => {
      isShown = false
    }
  }, [])
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    const given = token.trim()
    if (!looksLikeToken(given)) return setRefusal(t('signIn.refused'))
    setBusy(true)
    try {
      if (await signIn(given)) return onSignedIn()
      setRefusal(t('signIn.refused'))
    } catch {
      setRefusal(t('signIn.unreachable'))
    }
    setBusy(false)
  }
  return (
    <main className={classes.notice}>
      <form className={classes.signIn} onSubmit={(event) => void submit(event)}>
        <h1>{t('signIn.title')}</h1>
        {failure !== null && <p role="alert">{t(`signIn.${failure}`)}</p>}
        {hasProvider && (
          <Button size="sm" mb="lg" fullWidth onClick={signInByProvider}>
            {t('signIn.provider')}
          </Button>
        )}
        <p>{t('signIn.text')}</p>
        <PasswordInput
          label={t('signIn.token')}
          value={token}
          error={refusal}
          autoFocus
          autoComplete="current-password"
          onChange={({ currentTarget: { value } }) => {
            setToken(value)
            setRefusal(null)
          }}
        />
        <Button
          type="submit"
          size="sm"
          mt="md"
          variant={hasProvider ? 'default' : 'filled'}
          loading={busy}
          disabled={token.trim() === ''}
        >
          {t('signIn.enter')}
        </Button>
      </form>
    </main>
  )
}
