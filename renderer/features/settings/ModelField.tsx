import { Autocomplete } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import type { ModelList } from '../../../server/contract/settings.ts'
import { useAppDispatch } from '../../api/services.ts'
import { oneLine } from '../../ui/plain-text.ts'
import { useRested } from '../../ui/use-rested.ts'
import { listModels } from './commands.ts'
import { valuesAfter, type Draft } from './draft.ts'
import { layout } from './fields.tsx'
import { Hint } from './Hint.tsx'
import { selectSettings } from './settings-slice.ts'
import { useField } from './use-field.ts'

/** Milliseconds without another letter before the server is asked. */
const restMs = 500
/** Models that are offered at most. */
const offered = 200

interface Asked {
  /** What was asked about; an answer to another address says nothing of this one. */
  of: string
  list: ModelList | null
}

/** The models of the server at the address that is typed; null while it is asked, undefined without one. */
const useModels = (): ModelList | null | undefined => {
  const dispatch = useAppDispatch()
  const { view, draft } = useSelector(selectSettings)
  const [asked, setAsked] = useState<Asked | null>(null)
  const values = view && valuesAfter(view, draft)
  const { summaryEngine = null, summaryBaseUrl = null } = values ?? {}
  const { summaryApiKey } = draft.secrets as Draft['secrets']
  const address = summaryBaseUrl !== null && URL.canParse(summaryBaseUrl) ? summaryBaseUrl : null
  const of = address === null ? null : JSON.stringify([summaryEngine, address, summaryApiKey])
  const ask = useMemo(() => {
    if (of === null || summaryEngine === null) return null
    return () => {
      const request = dispatch(
        listModels({
          values: { summaryEngine, summaryBaseUrl: address },
          ...(summaryApiKey !== undefined && { secrets: { summaryApiKey } }),
        }),
      )
      void request.then((answer) => {
        if (answer.meta.requestStatus === 'rejected' && answer.meta.aborted) return
        setAsked({ of, list: listModels.fulfilled.match(answer) ? answer.payload : null })
      })
      return request
    }
  }, [dispatch, of, summaryEngine, address, summaryApiKey])
  useRested(ask, restMs)
  if (of === null) return undefined
  return asked?.of === of ? (asked.list ?? { ok: false, models: [] }) : null
}

/** Offers what the server at the address has; nothing else is needed before it. */
export const ModelField = () => {
  const { t } = useTranslation()
  const field = useField('summaryModel')
  const list = useModels()
  const hint = () => {
    if (list === undefined) return t('settings.summary.modelHint')
    if (list === null) return t('settings.summary.modelsAsked')
    if (list.needsKey) return t('settings.summary.modelsNeedKey')
    return list.models.length > 0
      ? t('settings.summary.modelsOffered', { count: list.models.length })
      : t('settings.summary.modelsNone')
  }
  return (
    <Autocomplete
      name="summaryModel"
      label={t('settings.summary.model')}
      description={<Hint text={hint()} fixedBy={field.fixedBy} />}
      size="sm"
      classNames={layout}
      disabled={field.fixedBy !== null}
      error={field.error}
      data={[...new Set((list?.models ?? []).map(oneLine))]}
      // All of them, also once one is chosen: what is typed shall not hide what there is.
      filter={({ options }) => options}
      limit={offered}
      value={typeof field.value === 'string' ? field.value : ''}
      onChange={(value) => field.set(value === '' ? null : value)}
    />
  )
}
