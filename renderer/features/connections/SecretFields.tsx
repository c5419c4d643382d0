import { PasswordInput, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import type { ConnectionService } from '../../../server/contract/connections.ts'
import classes from './connections.module.css'
import { selectCanKeepSecrets } from './connections-slice.ts'

/** The secrets of each service, in the order in which they are asked for. */
const secretsOf = {
  matrix: ['accessToken'],
  slack: ['botToken', 'appToken'],
  imap: ['user', 'password'],
  xmpp: ['jid', 'password'],
  discord: ['token'],
  irc: ['user', 'password'],
  mattermost: ['accessToken'],
  zulip: ['email', 'apiKey'],
} as const satisfies Record<ConnectionService, readonly string[]>

/** Who misspells one of these sees it. */
const shownNames: ReadonlySet<string> = new Set(['user', 'jid', 'email'])

export interface SecretFieldsProps {
  service: ConnectionService
  values: Readonly<Record<string, string>>
  onChange: (values: Record<string, string>) => void
}

/** Where tokens are pasted. */
export const SecretFields = ({ service, values, onChange }: SecretFieldsProps) => {
  const { t } = useTranslation()
  const canKeep = useSelector(selectCanKeepSecrets)
  return (
    <>
      {secretsOf[service].map((name) => {
        const Field = shownNames.has(name) ? TextInput : PasswordInput
        return (
          <Field
            key={name}
            mt="xs"
            size="sm"
            label={t(`connections.secrets.${name}`)}
            value={values[name] ?? ''}
            autoComplete="off"
            onChange={(event) => onChange({ ...values, [name]: event.currentTarget.value })}
          />
        )
      })}
      {!canKeep && <p className={classes.note}>{t('connections.sessionOnly')}</p>}
    </>
  )
}

/** What was pasted for a service, without what was left empty or was meant for another one. */
export const filledSecrets = (
  service: ConnectionService,
  values: Readonly<Record<string, string>>,
): Record<string, string> =>
  Object.fromEntries(
    secretsOf[service].flatMap((name) => {
      const value = (values[name] ?? '').trim()
      return value === '' ? [] : [[name, value]]
    }),
  )
