import { Button } from '@mantine/core'
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import { changeQueue, selectPaused } from './queue-control-slice.ts'

/** Pauses the queue, or resumes it: one button that keeps its place and its focus. */
export const PauseButton = ({ size = 'sm' }: { size?: 'sm' | 'compact-sm' }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const paused = useSelector(selectPaused)
  const Icon = paused ? IconPlayerPlay : IconPlayerPause
  return (
    <Button
      size={size}
      variant="default"
      leftSection={<Icon size={16} stroke={1.75} aria-hidden />}
      title={paused ? undefined : t('queueControl.pauseHint')}
      {...(size === 'sm' && { h: 32, px: 12 })}
      onClick={() => void dispatch(changeQueue({ paused: !paused }))}
    >
      {t(paused ? 'queueControl.resume' : 'queueControl.pause')}
    </Button>
  )
}
