import { Button, Group } from '@mantine/core'
import { IconPlugConnected } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import type { Connection } from '../../../server/contract/connections.ts'
import { useAppDispatch } from '../../api/services.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { sayFailure, toldOf, type Told } from '../../ui/sentences.ts'
import { ChooseRooms } from './ChooseRooms.tsx'
import { ConnectDialog } from './ConnectDialog.tsx'
import { ConnectionItem } from './ConnectionItem.tsx'
import classes from './connections.module.css'
import { changeConnection, loadConnections, selectConnections } from './connections-slice.ts'
import { filledSecrets, SecretFields } from './SecretFields.tsx'

type Open = { what: 'connect' } | { what: 'rooms' | 'token'; connection: Connection }

/** The connections to chat servers, above what was imported. */
export const ConnectionsPart = () => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const connections = useSelector(selectConnections)
  const [open, setOpen] = useState<Open | null>(null)
  const close = (): void => setOpen(null)
  useEffect(() => {
    void dispatch(loadConnections())
  }, [dispatch])
  return (
    <section className={classes.part} aria-label={t('connections.title')}>
      <Button
        size="sm"
        variant="default"
        leftSection={<IconPlugConnected size={16} stroke={1.75} aria-hidden />}
        onClick={() => setOpen({ what: 'connect' })}
      >
        {t('connections.connect')}
      </Button>
      {connections.length > 0 && (
        <ul aria-label={t('connections.list')}>
          {connections.map((connection) => (
            <ConnectionItem
              key={connection.connectionOid}
              connection={connection}
              onRooms={() => setOpen({ what: 'rooms', connection })}
              onToken={() => setOpen({ what: 'token', connection })}
            />
          ))}
        </ul>
      )}
      {open?.what === 'connect' && <ConnectDialog onClose={close} />}
      {open?.what === 'rooms' && (
        <Dialog
          onClose={close}
          size={640}
          title={t('connections.roomsNamed', { name: open.connection.name })}
        >
          <ChooseRooms connection={open.connection} onClose={close} />
        </Dialog>
      )}
      {open?.what === 'token' && <NewToken connection={open.connection} onClose={close} />}
    </section>
  )
}

const NewToken = ({ connection, onClose }: { connection: Connection; onClose: () => void }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const { connectionOid, service, name } = connection
  const [values, setValues] = useState<Record<string, string>>({})
  const [failure, setFailure] = useState<Told | null>(null)

  async function give(): Promise<void> {
    const change = { secrets: filledSecrets(service, values) }
    const done = await dispatch(changeConnection({ connectionOid, change }))
    if (changeConnection.fulfilled.match(done)) onClose()
    else setFailure(toldOf(done.error))
  }

  return (
    <Dialog onClose={onClose} title={t('connections.newTokenNamed', { name })}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void give()
        }}
      >
        <SecretFields service={service} values={values} onChange={setValues} />
        {failure !== null && (
          <p className={classes.bad} role="alert">
            {sayFailure(t, failure)}
          </p>
        )}
        <Group justify="flex-end" mt="lg">
          <Button size="sm" type="submit">
            {t('connections.giveToken')}
          </Button>
        </Group>
      </form>
    </Dialog>
  )
}
