import { IconServer2 } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import { oneLine } from '../../ui/plain-text.ts'
import { formatCount } from '../../ui/format.ts'
import { selectFailedElsewhere, selectServers, serversSlice } from './servers-slice.ts'

/** Which server the window shows, and the way to the others; nothing where there is none beside this computer. */
export const ServersButton = ({
  wordClass,
  countClass,
}: {
  wordClass: string | undefined
  countClass: string | undefined
}) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const { servers, current } = useSelector(selectServers)
  const failed = useSelector(selectFailedElsewhere)
  if (servers.length === 0) return null
  const shown = servers.find(({ serverOid }) => serverOid === current)
  const name = shown === undefined ? t('servers.thisComputer') : oneLine(shown.name)
  const shownWords = t('servers.shown', { name })
  const label =
    failed === 0 ? shownWords : `${shownWords}, ${t('servers.elsewhere', { count: failed })}`
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
      {failed > 0 && <span className={countClass}>{formatCount(failed)}</span>}
    </button>
  )
}
