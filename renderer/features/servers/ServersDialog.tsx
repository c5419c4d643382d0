import { ActionIcon, Button, Group, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import type { KnownServer, ReportCounts } from '../../../server/contract/desktop-api.ts'
import { thisComputer } from '../../../server/contract/desktop-servers.ts'
import { useAppDispatch } from '../../api/services.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { DropMenu } from '../../ui/DropMenu.tsx'
import { oneLine } from '../../ui/plain-text.ts'
import { sayTold } from '../../ui/sentences.ts'
import { useFocusReturn } from '../../ui/use-focus-return.ts'
import { AddServer, ChangeServer } from './ServerForms.tsx'
import classes from './servers.module.css'
import {
  changeServer,
  chooseServer,
  removeServer,
  selectServers,
  serversSlice,
} from './servers-slice.ts'

/** What is being done with a server below its line. */
type Doing = 'name' | 'token' | 'remove' | null

const Show = ({ serverOid, name }: { serverOid: string; name: string }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const isCurrent = useSelector(selectServers).current === serverOid
  if (isCurrent) return <span className={classes.facts}>{t('servers.isShown')}</span>
  return (
    <Button
      size="compact-sm"
      variant="default"
      aria-label={t('servers.showNamed', { name })}
      onClick={() => void dispatch(chooseServer(serverOid))}
    >
      {t('servers.show')}
    </Button>
  )
}

/** How many reports run, wait and have failed; nothing where all rests. */
const CountsLine = ({ counts }: { counts: ReportCounts | null }) => {
  const { t } = useTranslation()
  const said = (['running', 'waiting', 'failed'] as const)
    .filter((kind) => (counts?.[kind] ?? 0) > 0)
    .map((kind) => t(`servers.${kind}`, { count: counts?.[kind] ?? 0 }))
  if (said.length === 0) return null
  return (
    <p className={classes.facts} data-bad={(counts?.failed ?? 0) > 0 || undefined}>
      {said.join(' · ')}
    </p>
  )
}

const Facts = ({ server }: { server: KnownServer }) => {
  const { t } = useTranslation()
  const { state, version, error, url, counts } = server
  const words = t(`servers.states.${state}`)
  const isBad = error !== undefined
  return (
    <>
      <p className={classes.facts}>
        <bdi>{new URL(url).host}</bdi>
        {version !== null && ` · ${t('servers.version', { version })}`}
        {!isBad && ` · ${words}`}
      </p>
      <CountsLine counts={counts} />
      {isBad && (
        <p className={classes.facts} data-bad>
          {sayTold(t, error)}
        </p>
      )}
    </>
  )
}

const Remove = ({ server, onClose }: { server: KnownServer; onClose: () => void }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  return (
    <div className={classes.wide}>
      <p className={classes.facts}>{t('servers.removeText')}</p>
      <Group justify="flex-end" gap="xs" mt="xs">
        <Button size="compact-sm" variant="default" autoFocus onClick={onClose}>
          {t('trash.no')}
        </Button>
        <Button
          size="compact-sm"
          color="red.8"
          onClick={() => void dispatch(removeServer(server.serverOid))}
        >
          {t('servers.remove')}
        </Button>
      </Group>
    </div>
  )
}

const Server = ({ server }: { server: KnownServer }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const { serverOid, state } = server
  const isSigningIn = useSelector(selectServers).signingIn?.serverOid === serverOid
  const [doing, setDoing] = useState<Doing>(isSigningIn ? 'token' : null)
  const name = oneLine(server.name)
  const close = () => setDoing(null)
  return (
    <li className={classes.server} data-server={serverOid} data-server-state={state}>
      <div>
        <div className={classes.name} title={name}>
          <bdi>{name}</bdi>
        </div>
        <Facts server={server} />
      </div>
      <div className={classes.actions}>
        {state === 'signed-out' ? (
          <Button size="compact-sm" variant="default" onClick={() => setDoing('token')}>
            {t(server.error?.code === 'server_session' ? 'servers.signInAgain' : 'servers.signIn')}
          </Button>
        ) : (
          <Show serverOid={serverOid} name={name} />
        )}
        <DropMenu
          // What was chosen has the focus then.
          returnFocus={doing === null}
          target={
            <ActionIcon variant="subtle" color="gray" aria-label={t('servers.menu', { name })}>
              <IconDots size={16} stroke={1.75} aria-hidden />
            </ActionIcon>
          }
        >
          <Menu.Dropdown>
            <Menu.Item onClick={() => setDoing('name')}>{t('servers.rename')}</Menu.Item>
            {state !== 'signed-out' && (
              <>
                <Menu.Item onClick={() => setDoing('token')}>{t('servers.otherToken')}</Menu.Item>
                <Menu.Item onClick={() => void dispatch(changeServer({ serverOid, token: null }))}>
                  {t('servers.signOut')}
                </Menu.Item>
              </>
            )}
            <Menu.Item color="red.8" onClick={() => setDoing('remove')}>
              {t('servers.remove')}
            </Menu.Item>
          </Menu.Dropdown>
        </DropMenu>
      </div>
      {doing === 'remove' && <Remove server={server} onClose={close} />}
      {(doing === 'name' || doing === 'token') && (
        <ChangeServer key={doing} server={server} what={doing} onDone={close} />
      )}
    </li>
  )
}

/** Chooses which server the window shows, and looks after the list of them. */
export const ServersDialog = () => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const { servers, own, signingIn } = useSelector(selectServers)
  const [isAdding, setIsAdding] = useState(servers.length === 0 || signingIn?.serverOid === null)
  useFocusReturn(true)
  return (
    <Dialog
      title={t('servers.title')}
      size={520}
      returnFocus={false}
      onClose={() => dispatch(serversSlice.actions.dialogClosed())}
    >
      <ul className={classes.list}>
        <li className={classes.server} data-server={thisComputer}>
          <div>
            <div className={classes.name}>{t('servers.thisComputer')}</div>
            <p className={classes.facts}>{t('servers.thisComputerText')}</p>
            <CountsLine counts={own} />
          </div>
          <Show serverOid={thisComputer} name={t('servers.thisComputer')} />
        </li>
        {servers.map((server) => (
          <Server key={server.serverOid} server={server} />
        ))}
      </ul>
      {servers.some(({ isKept, state }) => !isKept && state !== 'signed-out') && (
        <p className={classes.facts}>{t('servers.notKept')}</p>
      )}
      <div className={classes.add}>
        {isAdding ? (
          <>
            <h3>{t('servers.add')}</h3>
            <AddServer onDone={() => setIsAdding(false)} hasFocus={servers.length === 0} />
          </>
        ) : (
          <Button size="compact-sm" variant="default" onClick={() => setIsAdding(true)}>
            {t('servers.add')}
          </Button>
        )}
      </div>
    </Dialog>
  )
}
