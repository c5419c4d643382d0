import { Button } from '@mantine/core'
import { useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAppDispatch } from '../../api/services.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { sayFailure, toldOf, type Told } from '../../ui/sentences.ts'
import classes from './access.module.css'
import { loadAccess, readKnown } from './access-slice.ts'
import { LimitForm, type KnownGroups } from './LimitForm.tsx'
import { nameOf, type LimitTarget } from './limits.ts'

type Reading = 'reading' | 'read' | Told

/** Limits as they are now, since others may have changed them; what people belong to is only of help. */
function useFreshAccess() {
  const dispatch = useAppDispatch()
  const [reading, setReading] = useState<Reading>('reading')
  const [known, setKnown] = useState<KnownGroups | null>(null)
  const read = useCallback(() => {
    const asked = Promise.all([dispatch(loadAccess()), dispatch(readKnown())])
    void asked.then(([limits, groups]) => {
      if (readKnown.fulfilled.match(groups)) setKnown(groups.payload)
      setReading(loadAccess.fulfilled.match(limits) ? 'read' : toldOf(limits.error))
    })
  }, [dispatch])
  useEffect(read, [read])
  const readAgain = () => {
    setReading('reading')
    read()
  }
  return { reading, known, readAgain }
}

interface LimitDialogProps {
  /** One, or several rooms. */
  targets: readonly LimitTarget[]
  onClose: () => void
}

/** Asks who may see rooms, or the rooms of a group. */
export const LimitDialog = ({ targets, onClose }: LimitDialogProps) => {
  const { t } = useTranslation()
  const [first] = targets
  const what = targets.length === 1 && first !== undefined ? first.kind : 'rooms'
  const name = first === undefined ? '' : nameOf(t, first)
  const { reading, known, readAgain } = useFreshAccess()
  return (
    <Dialog
      onClose={onClose}
      title={
        what === 'rooms'
          ? t('access.titleMany', { count: targets.length })
          : t(`access.title.${what}`, { name })
      }
      size={480}
      returnFocus={false}
    >
      <p className={classes.text}>{t(`access.text.${what}`)}</p>
      {reading === 'reading' && <p role="status">{t('access.reading')}</p>}
      {reading === 'read' && <LimitForm targets={targets} known={known} onClose={onClose} />}
      {typeof reading === 'object' && (
        <div role="alert" className={classes.failed}>
          <p>{t('access.failed')}</p>
          <p>{sayFailure(t, reading)}</p>
          <Button size="sm" variant="default" onClick={readAgain}>
            {t('app.tryAgain')}
          </Button>
        </div>
      )}
    </Dialog>
  )
}
