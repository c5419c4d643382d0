import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ModelServerFound } from '../../../server/contract/settings.ts'
import { useAppDispatch } from '../../api/services.ts'
import { findModelServers } from './commands.ts'
import classes from './settings.module.css'
import { settingsSlice } from './settings-slice.ts'

const { valueTyped } = settingsSlice.actions

/** Looks on request for servers of models on this computer, and fills in the one that is chosen. */
export const FoundServers = () => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const [found, setFound] = useState<readonly ModelServerFound[] | 'looking' | null>(null)
  const look = async () => {
    setFound('looking')
    const answer = await dispatch(findModelServers())
    setFound(findModelServers.fulfilled.match(answer) ? answer.payload : [])
  }
  const use = ({ engine, baseUrl, models }: ModelServerFound) => {
    dispatch(valueTyped({ key: 'summaryEngine', value: engine }))
    dispatch(valueTyped({ key: 'summaryBaseUrl', value: baseUrl }))
    // One that has a single model leaves nothing to choose.
    if (models.length === 1) dispatch(valueTyped({ key: 'summaryModel', value: models[0] ?? null }))
  }
  const servers = Array.isArray(found) ? (found as readonly ModelServerFound[]) : []
  return (
    <div className={classes.found}>
      <Button size="sm" variant="default" loading={found === 'looking'} onClick={() => void look()}>
        {t('settings.summary.look')}
      </Button>
      <div role="status">
        {Array.isArray(found) && servers.length === 0 && (
          <span className={classes.muted}>{t('settings.summary.noneFound')}</span>
        )}
        {servers.map((server) => (
          <div key={server.baseUrl} className={classes.foundServer}>
            <span>
              {t('settings.summary.foundServer', {
                kind: t(`settings.summary.engines.${server.engine}`),
                host: new URL(server.baseUrl).host,
                count: server.models.length,
              })}
            </span>
            <Button size="compact-sm" variant="light" onClick={() => use(server)}>
              {t('settings.summary.use', { host: new URL(server.baseUrl).host })}
            </Button>
          </div>
        ))}
      </div>
    </div>
  )
}
