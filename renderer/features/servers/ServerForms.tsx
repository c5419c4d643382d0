import { Button, Group, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { KnownServer } from '../../../server/contract/desktop-api.ts'
import { maxServerNameLength } from '../../../server/contract/desktop-servers.ts'
import { useAppDispatch, type AppDispatch } from '../../api/services.ts'
import { sayFailure, toldOf } from '../../ui/sentences.ts'
import classes from './servers.module.css'
import { addServer, changeServer } from './servers-slice.ts'

type Sent = ReturnType<ReturnType<typeof addServer> | ReturnType<typeof changeServer>>

/** Sends a form to the host, and keeps what it fails with beside the fields that led to it. */
function useSending(onDone: () => void) {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const send = (command: (dispatch: AppDispatch) => Sent) => async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setFailure(null)
    const answer = await command(dispatch)
    setBusy(false)
    if ('error' in answer) setFailure(sayFailure(t, toldOf(answer.error)))
    else onDone()
  }
  const said = failure !== null && (
    <p className={classes.failure} role="alert">
      {failure}
    </p>
  )
  return { busy, send, said }
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
  const { busy, send, said } = useSending(onDone)
  const wanted = { url: url.trim(), name: name.trim(), token: token.trim() }
  return (
    <form onSubmit={(event) => void send((dispatch) => dispatch(addServer(wanted)))(event)}>
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
  const { busy, send, said } = useSending(onDone)
  const change = { serverOid, [what]: typed.trim() }
  return (
    <form onSubmit={(event) => void send((dispatch) => dispatch(changeServer(change)))(event)}>
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
