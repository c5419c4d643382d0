import { IconMinus, IconPlus } from '@tabler/icons-react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { reportLimits } from '../../../server/contract/limits.ts'
import { useAppDispatch } from '../../api/services.ts'
import classes from './queue-control.module.css'
import { changeQueue, selectConcurrency } from './queue-control-slice.ts'

const most = reportLimits.maxConcurrency

/** A whole number between 1 and the most, or null for what is none. */
const readCount = (text: string): number | null => {
  const value = Number(text)
  if (text.trim() === '' || !Number.isInteger(value)) return null
  return Math.min(most, Math.max(1, value))
}

/** How many reports run at once: typed, stepped by the buttons or by the arrow keys. */
export const ConcurrencyStepper = () => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const count = useSelector(selectConcurrency)
  /** What is being typed; null shows what holds. */
  const [typed, setTyped] = useState<string | null>(null)
  const id = useId()
  if (count === null) return null
  const choose = (value: number) => {
    setTyped(null)
    const concurrency = Math.min(most, Math.max(1, value))
    if (concurrency !== count) void dispatch(changeQueue({ concurrency }))
  }
  const commit = () => choose((typed === null ? null : readCount(typed)) ?? count)
  return (
    <div className={classes.stepper}>
      <label htmlFor={id}>{t('queueControl.concurrency')}</label>
      <div className={classes.steps}>
        <button
          type="button"
          aria-label={t('queueControl.fewer')}
          aria-disabled={count <= 1 || undefined}
          onClick={() => choose(count - 1)}
        >
          <IconMinus size={14} stroke={1.75} aria-hidden />
        </button>
        <input
          id={id}
          type="text"
          inputMode="numeric"
          role="spinbutton"
          aria-valuemin={1}
          aria-valuemax={most}
          aria-valuenow={count}
          value={typed ?? String(count)}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === 'Enter') commit()
            else if (event.key === 'ArrowUp') choose(count + 1)
            else if (event.key === 'ArrowDown') choose(count - 1)
            else return
            event.preventDefault()
          }}
        />
        <button
          type="button"
          aria-label={t('queueControl.more')}
          aria-disabled={count >= most || undefined}
          onClick={() => choose(count + 1)}
        >
          <IconPlus size={14} stroke={1.75} aria-hidden />
        </button>
      </div>
    </div>
  )
}
