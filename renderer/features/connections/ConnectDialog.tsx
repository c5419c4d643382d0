import { Button, Group, Radio, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  connectionServices,
  type ConnectionService,
  type MadeConnection,
} from '../../../server/contract/connections.ts'
import { useAppDispatch } from '../../api/services.ts'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { sayFailure, sayTold, toldOf, type Told } from '../../ui/sentences.ts'
import { ChooseRooms } from './ChooseRooms.tsx'
import classes from './connections.module.css'
import { makeConnection } from './connections-slice.ts'
import { discordInvite, slackManifest } from './manifest.ts'
import { filledSecrets, SecretFields } from './SecretFields.tsx'

/** Services whose server has to be named, with an address as an example. */
const addresses: Partial<Record<ConnectionService, string>> = {
  mattermost: 'https://chat.example.org',
  zulip: 'https://example.zulipchat.com',
  matrix: 'https://matrix.example.org',
  imap: 'imaps://imap.example.org',
  irc: 'ircs://irc.example.org:6697',
  xmpp: 'xmpp://example.org',
}

/** From the choice of a service to its rooms: steps, tokens, a test, what shall be read. */
export const ConnectDialog = ({ onClose }: { onClose: () => void }) => {
  const { t } = useTranslation()
  const [made, setMade] = useState<MadeConnection | null>(null)
  return (
    <Dialog onClose={onClose} title={t('connections.connect')} size={640}>
      {made === null ? (
        <AskForToken onMade={setMade} />
      ) : (
        <>
          <Granted {...made} />
          <ChooseRooms connection={made.connection} onClose={onClose} />
        </>
      )}
    </Dialog>
  )
}

const AskForToken = ({ onMade }: { onMade: (made: MadeConnection) => void }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const [service, setService] = useState<ConnectionService>('matrix')
  const [address, setAddress] = useState('')
  const [secrets, setSecrets] = useState<Record<string, string>>({})
  const [isAsking, setAsking] = useState(false)
  const [failure, setFailure] = useState<Told | null>(null)
  const invite = discordInvite(secrets['token'] ?? '')
  const steps: string[] = Object.values(t(`connections.steps.${service}`, { returnObjects: true }))

  function choose(value: string): void {
    setService(connectionServices.find((one) => one === value) ?? 'matrix')
    // What was pasted for one service is nothing for the next.
    setAddress('')
    setSecrets({})
    setFailure(null)
  }

  async function ask(): Promise<void> {
    setAsking(true)
    setFailure(null)
    const given = service in addresses ? { address: address.trim() } : {}
    const request = { service, ...given, secrets: filledSecrets(service, secrets) }
    const done = await dispatch(makeConnection(request))
    setAsking(false)
    if (makeConnection.fulfilled.match(done)) onMade(done.payload)
    else setFailure(toldOf(done.error))
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void ask()
      }}
    >
      <Radio.Group label={t('connections.service')} size="sm" value={service} onChange={choose}>
        <div className={classes.services}>
          {connectionServices.map((value) => (
            <Radio
              key={value}
              value={value}
              size="sm"
              label={t(`connections.services.${value}`)}
              // Nearer to its own circle than to that of the next.
              styles={{ label: { paddingInlineStart: 6 } }}
            />
          ))}
        </div>
      </Radio.Group>
      <ol className={classes.steps}>
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {service === 'slack' && (
        <CopyButton text={() => slackManifest} label={t('connections.copyManifest')} />
      )}
      {service in addresses && (
        <TextInput
          mt="xs"
          size="sm"
          label={t('connections.address')}
          placeholder={addresses[service]}
          value={address}
          onChange={(event) => setAddress(event.currentTarget.value)}
        />
      )}
      <SecretFields service={service} values={secrets} onChange={setSecrets} />
      {service === 'discord' && invite !== null && (
        <CopyButton text={() => invite} label={t('connections.copyInvite')} />
      )}
      {failure !== null && (
        <p className={classes.bad} role="alert">
          {sayFailure(t, failure)}
        </p>
      )}
      <Group justify="flex-end" mt="lg">
        <Button size="sm" type="submit" loading={isAsking}>
          {t('connections.test')}
        </Button>
      </Group>
    </form>
  )
}

const Granted = ({ test: { account, team, missing, messagesPerHour, note } }: MadeConnection) => {
  const { t } = useTranslation()
  return (
    <div className={classes.granted}>
      <p>{t('connections.signedInAs', { account, team })}</p>
      {missing.length > 0 && (
        <p className={classes.bad}>{t('connections.missing', { rights: missing.join(', ') })}</p>
      )}
      {note !== undefined && <p className={classes.bad}>{sayTold(t, note)}</p>}
      {messagesPerHour !== null && (
        <p className={classes.note}>{t('connections.pace', { count: messagesPerHour })}</p>
      )}
    </div>
  )
}
