import {
  IconClock,
  IconMessages,
  IconSettings,
  IconUsersGroup,
  type TablerIcon,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Choice } from '../../../server/contract/groups.ts'
import { oneLine } from '../../ui/plain-text.ts'
import classes from './choices.module.css'

/** Who chooses here. */
export type Chooser = 'group' | 'room' | 'schedule'

export interface OriginProps {
  of: Chooser
  /** Whether it is chosen here. */
  isOwn: boolean
  /** Who has chosen it where it is not; undefined: nobody, so it is as always. */
  from: Choice | undefined
  /** What counts then, in words. */
  value: string
}

const icons: Record<Chooser | 'settings', TablerIcon> = {
  group: IconUsersGroup,
  room: IconMessages,
  schedule: IconClock,
  settings: IconSettings,
}

/** Says below a field where its value comes from, and what it is where it is not chosen here. */
export const Origin = ({ of, isOwn, from, value }: OriginProps) => {
  const { t } = useTranslation()
  const Icon = icons[isOwn ? of : from?.from === 'group' ? 'group' : 'settings']
  const words = (): string => {
    if (isOwn && from?.none) return t(`choices.from.${of}None`, { value })
    if (isOwn) return t(of === 'group' ? 'groups.from.group' : `choices.from.${of}`)
    if (from === undefined) return t('groups.from.usual', { value })
    if (from.from !== 'group') return t('groups.from.app', { value })
    const name = oneLine(from.groupName ?? '').trim() || t('groups.unnamed')
    return t('choices.from.group', { name, value })
  }
  return (
    <span className={classes.origin} data-origin={isOwn ? of : (from?.from ?? 'usual')}>
      <Icon size={14} stroke={1.75} aria-hidden />
      {words()}
    </span>
  )
}
