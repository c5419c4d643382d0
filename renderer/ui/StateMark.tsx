import {
  IconAlertCircle,
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

/** Icon and word of a state; colour only repeats what they say. */
export const StateMark = memo(({ state, word }: { state: ReportState; word: string }) => {
  const Icon = icons[state]
  return (
    <span className={classes.mark} data-state={state}>
      <Icon size={16} stroke={1.75} aria-hidden />
      <span>{word}</span>
    </span>
  )
})
StateMark.displayName = 'StateMark'
