import {
  IconAlertCircle,
  IconCircle,
  IconCircleCheck,
  IconCircleDot,
  IconCircleMinus,
  type TablerIcon,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Bar } from '../../ui/Bar.tsx'
import { formatClock, formatDuration, formatExact, formatPercent } from '../../ui/format.ts'
import { oneLine } from '../../ui/plain-text.ts'
import { sayTold } from '../../ui/sentences.ts'
import type { RecipientDelivery, Stage } from '../../../server/contract/reports.ts'
import {
  counterText,
  deliveryText,
  leftText,
  noteText,
  savesFile,
  type ReportEntry,
} from '../reports/index.ts'
import classes from './details.module.css'
import type { StageTime } from './stage-times.ts'
import { stepsOf, type StepState } from './stage-steps.ts'

const icons: Record<StepState, TablerIcon> = {
  done: IconCircleCheck,
  now: IconCircleDot,
  failed: IconAlertCircle,
  stopped: IconCircleMinus,
  waiting: IconCircle,
}

export interface StageStepsProps {
  entry: ReportEntry
  times: Partial<Record<Stage, StageTime>>
}

const Took = ({ time }: { time: StageTime | undefined }) =>
  time ? (
    <time className={classes.took} dateTime={time.begunAt} title={formatExact(time.begunAt)}>
      {time.milliseconds === null
        ? formatClock(time.begunAt)
        : formatDuration(Math.max(0, time.milliseconds))}
    </time>
  ) : null

/** Each recipient by itself, once one of them fared otherwise than the others. */
const Recipients = ({ of: recipients }: { of: readonly RecipientDelivery[] }) => {
  const { t } = useTranslation()
  if (new Set(recipients.map(({ state }) => state)).size < 2) return null
  return (
    <ul className={classes.recipients}>
      {recipients.map(({ address, state, answer }) => (
        <li key={address}>
          <bdi>{oneLine(address)}</bdi>: {t(`report.recipients.${state}`)}
          {answer !== undefined && (
            <>
              {' – '}
              <bdi>{oneLine(answer)}</bdi>
            </>
          )}
        </li>
      ))}
    </ul>
  )
}

/** The stages one below the other; the one that runs shows its counters. */
export const StageSteps = ({ entry, times }: StageStepsProps) => {
  const { t } = useTranslation()
  return (
    <ol className={classes.steps}>
      {stepsOf(entry).map(({ name, state }) => {
        const Icon = icons[state]
        const running = state === 'now' && name !== 'queued' && name !== 'delivery'
        return (
          <li key={name} data-step={state} aria-current={state === 'now' ? 'step' : undefined}>
            <Icon size={16} stroke={1.75} aria-hidden />
            <span>
              {t(`details.stage.${name}`)}
              <span className="visually-hidden">, {t(`details.stepState.${state}`)}</span>
            </span>
            {name === 'delivery' && (
              <>
                <span className={classes.muted}>{deliveryText(t, entry)}</span>
                <Recipients of={entry.recipients ?? []} />
              </>
            )}
            {name !== 'queued' && name !== 'delivery' && <Took time={times[name]} />}
            {running && (
              <div className={classes.progress}>
                <Bar
                  fraction={
                    savesFile(entry) ? 1 : entry.percent === null ? null : entry.percent / 100
                  }
                />
                <span>
                  {savesFile(entry) || entry.percent === null ? '' : formatPercent(entry.percent)}
                </span>
                <span className={classes.muted}>
                  {savesFile(entry)
                    ? t('report.saving')
                    : noteText(t, entry) || counterText(t, entry) || sayTold(t, entry)}
                </span>
                <span className={classes.left}>{leftText(t, entry)}</span>
              </div>
            )}
          </li>
        )
      })}
    </ol>
  )
}
