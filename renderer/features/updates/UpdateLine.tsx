import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import type { UpdateAnswer, UpdateState } from '../../../server/contract/desktop-api.ts'
import { useAppDispatch } from '../../api/services.ts'
import { sayTold } from '../../ui/sentences.ts'
import classes from './updates.module.css'
import { answerUpdate, loadUpdate, selectUpdate } from './updates-slice.ts'

/** What can be answered to each; the first is what most people want. */
const answers = (update: UpdateState): readonly UpdateAnswer[] => {
  switch (update.step) {
    case 'ask':
      return ['agree', 'decline']
    case 'offered':
      return update.by === 'app' ? ['install', 'later', 'skip'] : ['later', 'skip']
    case 'waiting':
      return ['now', 'later']
    case 'newest':
    case 'refused':
      return ['later']
    default:
      return []
  }
}

const said = (t: TFunction, update: Exclude<UpdateState, { step: 'none' }>): string => {
  switch (update.step) {
    case 'offered':
      return t(`updates.offered.${update.by}`, { version: update.version })
    case 'loading':
      return t('updates.loading', { version: update.version, percent: update.percent })
    case 'waiting':
      return t('updates.waiting', { version: update.version, count: update.reports })
    case 'installing':
      return t('updates.installing', { version: update.version })
    case 'refused':
      return sayTold(t, update.error)
    default:
      return t(`updates.${update.step}`)
  }
}

/** One quiet line about newer versions: it takes no focus, moves nothing, and is never in the way of reports. */
export const UpdateLine = () => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const update = useSelector(selectUpdate)
  useEffect(() => void dispatch(loadUpdate()), [dispatch])
  if (update.step === 'none') return null
  return (
    <div className={classes.line} role="status" data-update={update.step}>
      <IconDownload size={16} stroke={1.75} aria-hidden />
      <span>{said(t, update)}</span>
      <div className={classes.answers}>
        {answers(update).map((answer, index) => (
          <Button
            key={answer}
            size="compact-sm"
            variant={index === 0 ? 'default' : 'subtle'}
            onClick={() => void dispatch(answerUpdate(answer))}
          >
            {t(
              `updates.answers.${update.step === 'newest' || update.step === 'refused' ? 'close' : answer}`,
            )}
          </Button>
        ))}
      </div>
    </div>
  )
}
