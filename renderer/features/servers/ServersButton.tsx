import { IconServer2 } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import { oneLine } from '../../ui/plain-text.ts'
import { selectServers, serversSlice } from './servers-slice.ts'

/** Which server the window shows, and the way to the others; nothing where there is none beside this computer. */
export const ServersButton = ({ wordClass }: { wordClass: string | undefined }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const { servers, current } = useSelector(selectServers)
  if (servers.length === 0) return null
  const shown = servers.find(({ serverOid }) => serverOid === current)
  const name = shown === undefined ? t('servers.thisComputer') : oneLine(shown.name)
  const label = t('servers.shown', { name })
  return (
    <button
      type="button"
      title={label}
      aria-label={label}
      aria-haspopup="dialog"
      onClick={() => dispatch(serversSlice.actions.dialogOpened())}
    >
      <IconServer2 size={18} stroke={1.75} aria-hidden />
      <span className={wordClass}>{name}</span>
    </button>
  )
}
