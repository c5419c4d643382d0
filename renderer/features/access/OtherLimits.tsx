import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import { RowButton } from '../../ui/RowButton.tsx'
import classes from './access.module.css'
import { readGroupsOf, selectLimits } from './access-slice.ts'
import { nameOf, othersOf, sightText, type LimitTarget, type OtherLimit } from './limits.ts'

/** Limits that count for a room beside its own. The groups of a room are asked for only where some group is limited, and anew with the limits. */
function useOtherLimits(oid: string, name: string): OtherLimit[] {
  const dispatch = useAppDispatch()
  const limits = useSelector(selectLimits)
  const [groups, setGroups] = useState<readonly { groupOid: string; name: string }[]>([])
  const isOfGroups = limits.some(({ kind }) => kind === 'group')
  useEffect(() => {
    if (!isOfGroups) return undefined
    const request = dispatch(readGroupsOf({ roomOid: oid, turn: limits }))
    void request.then((answer) => {
      if (readGroupsOf.fulfilled.match(answer)) setGroups(answer.payload)
    })
    return () => request.abort()
  }, [dispatch, oid, isOfGroups, limits])
  return othersOf(limits, { kind: 'room', oid, name }, groups)
}

interface OtherLimitsProps extends Omit<LimitTarget, 'kind'> {
  /** Takes away the limit of a room that was merged into this one, which stands nowhere else. Default: not offered. */
  onLift?: (limit: OtherLimit) => void
}

/** What counts beside the limit of the room itself; nothing where nothing does. */
export const OtherLimits = ({ oid, name, onLift }: OtherLimitsProps) => {
  const { t } = useTranslation()
  const others = useOtherLimits(oid, name)
  if (others.length === 0) return null
  return (
    <div className={classes.others}>
      <p>{t('access.others')}</p>
      <ul>
        {others.map((other) => {
          const { target, people } = other
          const sight = sightText(t, people)
          return (
            <li key={`${target.kind} ${target.oid}`}>
              <span>
                {target.kind === 'group'
                  ? t('access.byGroup', { name: nameOf(t, target), sight })
                  : t('access.byMerged', { sight })}
              </span>
              {target.kind === 'room' && onLift !== undefined && (
                <RowButton onClick={() => onLift(other)}>{t('access.lift')}</RowButton>
              )}
            </li>
          )
        })}
      </ul>
    </div>
  )
}
