import { IconLock } from '@tabler/icons-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import classes from './access.module.css'
import { selectLimitsOfRoom, type AccessRoot } from './access-slice.ts'
import { sightText } from './limits.ts'

/** Beside the name of a room that is not for everybody: who sees it. Nothing beside the others, and for who is no admin. */
export const LimitMark = memo(({ roomOid }: { roomOid: string }) => {
  const { t } = useTranslation()
  const limits = useSelector((root: AccessRoot) => selectLimitsOfRoom(root, roomOid))
  if (limits === undefined) return null
  const sights = new Set(limits.map(({ people }) => sightText(t, people)))
  const text = [...sights].join(' · ')
  return (
    <span className={classes.mark} role="img" aria-label={text} title={text}>
      <IconLock size={14} stroke={1.75} aria-hidden />
    </span>
  )
})
LimitMark.displayName = 'LimitMark'
