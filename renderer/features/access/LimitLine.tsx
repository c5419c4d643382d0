import { IconLock, IconLockOpen2 } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import { RowButton } from '../../ui/RowButton.tsx'
import classes from './access.module.css'
import { accessSlice, selectLimits, selectLimitsOffered } from './access-slice.ts'
import { limitOf, sightText, type LimitTarget } from './limits.ts'
import { OtherLimits } from './OtherLimits.tsx'

const icon = { size: 16, stroke: 1.75, 'aria-hidden': true } as const

/** Who may see a room, or the rooms of a group, and what leads to the question; nothing where that is not offered. */
export const LimitLine = ({ kind, oid, name }: LimitTarget) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const isOffered = useSelector(selectLimitsOffered)
  const limits = useSelector(selectLimits)
  if (!isOffered) return null
  const target = { kind, oid, name }
  const sight = limitOf(limits, target)
  return (
    <div className={classes.limit}>
      <p className={classes.line}>
        {sight === null ? <IconLockOpen2 {...icon} /> : <IconLock {...icon} />}
        <span>{sightText(t, sight)}</span>
        <RowButton
          name={t('access.changeOf', { what: t(`access.label.${kind}`) })}
          onClick={() => dispatch(accessSlice.actions.limitAsked([target]))}
        >
          {t('access.change')}
        </RowButton>
      </p>
      {kind === 'room' && <OtherLimits oid={oid} name={name} />}
    </div>
  )
}
