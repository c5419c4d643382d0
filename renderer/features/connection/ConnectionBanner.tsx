import { Button } from '@mantine/core'
import { IconPlugConnectedX, IconRefresh } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { createCommand, useAppDispatch } from '../../api/services.ts'
import classes from './connection.module.css'
import { selectConnection } from './connection-slice.ts'

const reconnect = createCommand('connection/reconnect', (_: undefined, { extra }) => {
  extra.live.reconnect()
})

/** An interruption shorter than this is not shown. */
const patienceMs = 1_500

/** One line above everything while the window is not live. */
export const ConnectionBanner = () => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const state = useSelector(selectConnection)
  const [late, setLate] = useState(false)
  useEffect(() => {
    if (state !== 'reconnecting') return
    const timer = setTimeout(() => setLate(true), patienceMs)
    return () => {
      clearTimeout(timer)
      setLate(false)
    }
  }, [state])

  if (state !== 'failed' && !(state === 'reconnecting' && late)) return null
  const Icon = state === 'failed' ? IconPlugConnectedX : IconRefresh
  return (
    <div className={classes.banner} data-state={state} role="status">
      <Icon size={16} stroke={1.75} aria-hidden />
      <span>{t(`connection.${state}Text`)}</span>
      <Button size="compact-sm" variant="default" onClick={() => void dispatch(reconnect())}>
        {t('connection.reconnect')}
      </Button>
    </div>
  )
}
