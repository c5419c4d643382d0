import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import type { ModelServerFound } from '../../../server/contract/settings.ts'
import { useAppDispatch } from '../../api/services.ts'
import { findModelServers } from './commands.ts'
import classes from './offer.module.css'
import { selectUnsavedCount, settingsSlice } from './settings-slice.ts'

const { draftRestored, sectionShown } = settingsSlice.actions

/**
 * Offers a model server that answers on this computer, before the first room. Nothing is taken for granted:
 * the settings open with it filled in, and only what is saved there is used.
 */
export const ModelOffer = ({ onSettings }: { onSettings: () => void }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const unsaved = useSelector(selectUnsavedCount)
  const [found, setFound] = useState<ModelServerFound | null>(null)
  useEffect(() => {
    const request = dispatch(findModelServers())
    void request.then((answer) => {
      if (findModelServers.fulfilled.match(answer)) setFound(answer.payload[0] ?? null)
    })
    return () => request.abort()
  }, [dispatch])
  // What somebody has typed there is not written over.
  if (found === null || unsaved > 0) return null
  const { engine, baseUrl, models } = found
  return (
    <p className={classes.offer} role="status">
      {t('settings.summary.offer', { host: new URL(baseUrl).host, count: models.length })}
      <Button
        size="compact-sm"
        variant="default"
        onClick={() => {
          dispatch(
            draftRestored({
              summaryEngine: engine,
              summaryBaseUrl: baseUrl,
              ...(models.length === 1 && { summaryModel: models[0] ?? null }),
            }),
          )
          dispatch(sectionShown('summary'))
          onSettings()
        }}
      >
        {t('settings.summary.setUp')}
      </Button>
    </p>
  )
}
