import { IconAlertCircle, IconCircleCheck, IconLoader2 } from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { formatCount, formatDuration } from '../../ui/format.ts'
import { manyLines, oneLine, shorten } from '../../ui/plain-text.ts'
import type { TestAnswer } from '../../../server/contract/settings.ts'
import { sayFailure, sayTold } from '../../ui/sentences.ts'
import type { TestState } from './settings-slice.ts'
import classes from './settings.module.css'

/** UTF-16 units of what a foreign server said; it is not our text. */
const detailLength = 500

/** In the language of the window where a code says it. */
const detailOf = (t: TFunction, { said, detail }: TestAnswer): string =>
  said === undefined ? detail : sayTold(t, { ...said, message: detail })

/** How a test came out. A live region: the answer comes seconds after the button. */
export const TestResult = ({ test }: { test: TestState }) => {
  const { t } = useTranslation()
  if (test.state === 'idle') return <div role="status" className={classes.result} />
  if (test.state === 'running') {
    return (
      <div role="status" className={classes.result}>
        <IconLoader2 size={16} stroke={1.75} aria-hidden className={classes.spinning} />
        {t('settings.test.running')}
      </div>
    )
  }
  const ok = test.state === 'answered' && test.answer.ok
  const detail = test.state === 'answered' ? detailOf(t, test.answer) : sayFailure(t, test.failure)
  const Icon = ok ? IconCircleCheck : IconAlertCircle
  return (
    <div role="status" className={classes.result} data-tone={ok ? 'good' : 'bad'}>
      <Icon size={16} stroke={1.75} aria-hidden />
      <div>
        <strong>{t(ok ? 'settings.test.ok' : 'settings.test.failed')}</strong>
        {test.state === 'answered' && (
          <span className={classes.muted}>{` · ${formatDuration(test.answer.milliseconds)}`}</span>
        )}
        <p>
          <bdi>{shorten(manyLines(detail), detailLength)}</bdi>
        </p>
        {test.state === 'answered' && test.answer.speed && (
          <p data-testid="model-speed">
            {t('settings.local.speed', {
              read: formatCount(Math.round(test.answer.speed.readPerSecond)),
              written: formatCount(Math.round(test.answer.speed.writtenPerSecond)),
              time: formatDuration(test.answer.speed.secondsPerThousandMessages * 1_000),
            })}
          </p>
        )}
        {test.state === 'answered' && test.answer.contextTokens !== undefined && (
          <p className={classes.muted}>
            {t('settings.test.context', { tokens: formatCount(test.answer.contextTokens) })}
          </p>
        )}
        {test.state === 'answered' && test.answer.models && (
          <p className={classes.muted}>
            {t('settings.test.models', {
              models: shorten(test.answer.models.map(oneLine).join(', '), detailLength),
            })}
          </p>
        )}
      </div>
    </div>
  )
}
