import {
  IconAlertCircle,
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleMinus,
  IconClock,
  IconInbox,
  IconListSearch,
  IconTable,
  type TablerIcon,
} from '@tabler/icons-react'
import { memo } from 'react'
import type { ReportState } from '../../server/contract/reports.ts'
import classes from './state-mark.module.css'

const icons: Record<ReportState, TablerIcon> = {
  queued: IconClock,
  collecting: IconInbox,
  summarizing: IconListSearch,
  writing: IconTable,
  finished: IconCircleCheck,
  failed: IconAlertCircle,
  cancelled: IconCircleMinus,
}

export interface StateMarkProps {
  state: ReportState
  word: string
  /** It has ended well, and something is missing. Default: false. */
  warns?: boolean
}

/** Icon and word of a state; colour only repeats what they say. */
export const StateMark = memo(({ state, word, warns = false }: StateMarkProps) => {
  const Icon = warns ? IconAlertTriangle : icons[state]
  return (
    <span className={classes.mark} data-state={state} data-warns={warns || undefined}>
      <Icon size={16} stroke={1.75} aria-hidden />
      <span>{word}</span>
    </span>
  )
})
StateMark.displayName = 'StateMark'
