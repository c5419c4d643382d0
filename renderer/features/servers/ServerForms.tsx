import { Button, Group, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import type { KnownServer } from '../../../server/contract/desktop-api.ts'
import { maxServerNameLength, type SigningIn } from '../../../server/contract/desktop-servers.ts'
import { useAppDispatch, type AppDispatch } from '../../api/services.ts'
import { sayFailure, toldOf } from '../../ui/sentences.ts'
import classes from './servers.module.css'
import {
  addServer,
  cancelSignIn,
  changeServer,
  selectServers,
  signInServer,
} from './servers-slice.ts'

type Sent = ReturnType<ReturnType<typeof addServer | typeof changeServer | typeof signInServer>>

/** Sends a form to the host, and keeps what it fails with beside the fields that led to it. */
function useSending(onDone: () => void) {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const send = async (command: (dispatch: AppDispatch) => Sent) => {
    setBusy(true)
    setFailure(null)
    const answer = await command(dispatch)
    setBusy(false)
    if (!('error' in answer)) return onDone()
    const told = toldOf(answer.error)
    // Whoever has cancelled knows.
    if (told.params?.['context'] !== 'cancelled') setFailure(sayFailure(t, told))
  }
  const said = failure !== null && (
    <p className={classes.failure} role="alert">
      {failure}
    </p>
  )
  const submit = (command: (dispatch: AppDispatch) => Sent) => (event: FormEvent) => {
    event.preventDefault()
    void send(command)
  }
  return { busy, send, submit, said }
}

/** Shown while somebody is in the browser to sign in, in place of what led there. */
const Waiting = ({ signingIn: { host, word } }: { signingIn: SigningIn }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  return (
    <div role="status">
      <p className={classes.text}>{t('servers.waitingForBrowser', { host })}</p>
      <p className={classes.word}>{word}</p>
      <Group justify="flex-end">
        <Button size="compact-sm" variant="default" onClick={() => void dispatch(cancelSignIn())}>
          {t('servers.cancelSignIn')}
        </Button>
      </Group>
    </div>
  )
}

const TokenField = ({
  value,
  onChange,
  hasFocus = false,
}: {
  value: string
  onChange: (token: string) => void
  hasFocus?: boolean
}) => {
  const { t } = useTranslation()
  return (
    <PasswordInput
      label={t('servers.token')}
      description={t('servers.tokenHint')}
      value={value}
      autoComplete="off"
      autoFocus={hasFocus}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  )
}

/** Asks for a server; it is tried before it stands in the list. */
export const AddServer = ({ onDone, hasFocus }: { onDone: () => void; hasFocus: boolean }) => {
  const { t } = useTranslation()
  const [url, setUrl] = useState('')
  const [name, setName] = useState('')
  const [token, setToken] = useState('')
  const { busy, send, submit, said } = useSending(onDone)
  const { signingIn } = useSelector(selectServers)
  const wanted = { url: url.trim(), name: name.trim(), token: token.trim() }
  const place = { url: wanted.url, name: wanted.name }
  if (signingIn?.serverOid === null) return <Waiting signingIn={signingIn} />
  return (
    <form onSubmit={submit((dispatch) => dispatch(addServer(wanted)))}>
      <Stack gap="sm">
        <TextInput
          label={t('servers.address')}
          placeholder="https://reports.example.org"
          value={url}
          autoComplete="off"
          spellCheck={false}
          data-autofocus={hasFocus || undefined}
          onChange={({ currentTarget }) => setUrl(currentTarget.value)}
        />
        <TextInput
          label={t('servers.name')}
          description={t('servers.nameHint')}
          value={name}
          maxLength={maxServerNameLength}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <TokenField value={token} onChange={setToken} />
        {said}
        <Group justify="flex-end">
          <Button
            size="sm"
            variant="default"
            disabled={busy || wanted.url === ''}
            onClick={() => void send((dispatch) => dispatch(signInServer(place)))}
          >
            {t('servers.byBrowser')}
          </Button>
          <Button
            size="sm"
            type="submit"
            loading={busy}
            disabled={wanted.url === '' || wanted.token === ''}
          >
            {t('servers.connect')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

export interface ChangeServerProps {
  server: KnownServer
  what: 'name' | 'token'
  onDone: () => void
}

/** Another name for a server, or another token. */
export const ChangeServer = ({ server, what, onDone }: ChangeServerProps) => {
  const { t } = useTranslation()
  const { serverOid, name } = server
  const [typed, setTyped] = useState(what === 'name' ? name : '')
  const { busy, send, submit, said } = useSending(onDone)
  const { signingIn } = useSelector(selectServers)
  const change = { serverOid, [what]: typed.trim() }
  if (signingIn?.serverOid === serverOid) return <Waiting signingIn={signingIn} />
  return (
    <form onSubmit={submit((dispatch) => dispatch(changeServer(change)))}>
      <Stack gap="xs">
        {what === 'name' ? (
          <TextInput
            label={t('servers.name')}
            value={typed}
            maxLength={maxServerNameLength}
            autoFocus
            onChange={({ currentTarget }) => setTyped(currentTarget.value)}
          />
        ) : (
          <TokenField value={typed} onChange={setTyped} hasFocus />
        )}
        {said}
        <Group justify="flex-end" gap="xs">
          <Button size="compact-sm" variant="default" onClick={onDone}>
            {t('trash.no')}
          </Button>
          {what === 'token' && (
            <Button
              size="compact-sm"
              variant="default"
              disabled={busy}
              onClick={() => void send((dispatch) => dispatch(signInServer({ serverOid })))}
            >
              {t('servers.byBrowser')}
            </Button>
          )}
          <Button
            size="compact-sm"
            type="submit"
            loading={busy}
            disabled={what === 'token' && typed.trim() === ''}
          >
            {t(what === 'name' ? 'servers.rename' : 'servers.signIn')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
