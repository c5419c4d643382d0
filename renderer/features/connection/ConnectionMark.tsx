import {
  IconLoader,
  IconPlugConnectedX,
  IconRefresh,
  IconWifi,
  type TablerIcon,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import classes from './connection.module.css'
import { selectConnection, type ConnectionState } from './connection-slice.ts'

const icons: Record<ConnectionState, TablerIcon> = {
  connecting: IconLoader,
  open: IconWifi,
  reconnecting: IconRefresh,
  failed: IconPlugConnectedX,
}

/** Whether the window is live, in icon and word. */
export const ConnectionMark = () => {
  const { t } = useTranslation()
  const state = useSelector(selectConnection)
  const Icon = icons[state]
  return (
    <span
      className={classes.mark}
      data-state={state}
      data-connection-state={state}
      title={t(`connection.${state}`)}
    >
      <Icon size={16} stroke={1.75} aria-hidden />
      <span className={classes.word}>{t(`connection.${state}`)}</span>
    </span>
  )
}
