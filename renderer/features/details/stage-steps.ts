import {
  isTerminal,
  stages,
  type ReportState,
  type Stage,
} from '../../../server/contract/reports.ts'
import type { ReportEntry } from '../reports/index.ts'

export type StepName = 'queued' | Stage | 'delivery'
export type StepState = 'done' | 'now' | 'failed' | 'stopped' | 'waiting'

export interface Step {
  name: StepName
  state: StepState
}

const deliveryState = ({ state, delivery }: ReportEntry): StepState => {
  if (delivery === 'sent' || delivery === 'saved') return 'done'
  if (delivery === 'failed' || delivery === 'uncertain') return 'failed'
  return state === 'finished' ? 'now' : 'waiting'
}

/**
 * The way of a report as steps. A report that was cancelled says nothing of the stage it was in, so
 * its open steps are `stopped` together.
 */
export const stepsOf = (entry: ReportEntry): Step[] => {
  const { state, error, delivery } = entry
  const order: (StepName | ReportState)[] = ['queued', ...stages]
  const reached = order.indexOf(state === 'failed' ? (error?.stage ?? 'queued') : state)
  const stateAt = (position: number): StepState => {
    if (state === 'finished') return 'done'
    if (state === 'cancelled') return position === 0 ? 'done' : 'stopped'
    if (position < reached) return 'done'
    if (position > reached) return isTerminal(state) ? 'stopped' : 'waiting'
    return state === 'failed' ? 'failed' : 'now'
  }
  const names = ['queued', ...stages] as const
  const steps = names.map((name, position): Step => ({ name, state: stateAt(position) }))
  return delivery === 'none' ? steps : [...steps, { name: 'delivery', state: deliveryState(entry) }]
}

/** Whether a summary can be there: the stage that makes it is through. */
export const hasSummary = ({ state, error }: ReportEntry): boolean =>
  state === 'writing' ||
  state === 'finished' ||
  (state === 'failed' && (error?.stage === 'writing' || error?.stage === 'delivery'))
