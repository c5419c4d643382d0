import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useEffect, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import type { ModelDownload, OfferedModel } from '../../../server/contract/local-models.ts'
import { useAppDispatch } from '../../api/services.ts'
import { formatBytes } from '../../ui/format.ts'
import { oneLine } from '../../ui/plain-text.ts'
import { sayTold } from '../../ui/sentences.ts'
import { cancelModelDownload, downloadModel, loadLocalModels, removeModel } from './commands.ts'
import { chooseModel } from './desktop-commands.ts'
import own from './local-models.module.css'
import { PathField } from './PathField.tsx'
import classes from './settings.module.css'
import { selectSettings } from './settings-slice.ts'
import { useField } from './use-field.ts'

/** Makes a file the one that writes; it says so where it is already. */
const UseIt = ({ fileName }: { fileName: string }) => {
  const { t } = useTranslation()
  const field = useField('summaryModel')
  if (field.value === fileName) return <span className={own.used}>{t('settings.local.used')}</span>
  return (
    <Button
      size="compact-sm"
      variant="default"
      disabled={field.fixedBy !== null}
      onClick={() => field.set(fileName)}
    >
      {t('settings.local.use')}
    </Button>
  )
}

const Progress = ({ name, download }: { name: string; download: ModelDownload }) => {
  const { t } = useTranslation()
  const { state, done, total, failure } = download
  if (state === 'failed') {
    const reason = failure && sayTold(t, { ...failure, message: failure.code })
    return (
      <p className={own.failed} role="status">
        {t('settings.local.failed', { reason: reason ?? '' })}
      </p>
    )
  }
  return (
    <div className={own.progress}>
      <progress aria-label={t('settings.local.progress', { name })} max={total} value={done} />
      <span className={classes.muted}>
        {state === 'checking'
          ? t('settings.local.checking')
          : t('settings.local.downloading', {
              done: formatBytes(done),
              total: formatBytes(total),
            })}
      </span>
    </div>
  )
}

const Row = ({ title, text, children }: { title: string; text: string; children: ReactNode }) => (
  <li className={own.row}>
    <div className={own.words}>
      <bdi className={own.name}>{oneLine(title)}</bdi>
      <span className={classes.muted}>{text}</span>
    </div>
    {children}
  </li>
)

const Offer = ({ model }: { model: OfferedModel }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const { modelId, name, fileName, bytes, memoryBytes, licence, isHere, fits, download } = model
  const isUnderWay = download !== undefined && download.state !== 'failed'
  return (
    <Row
      title={name}
      text={t('settings.local.facts', {
        size: formatBytes(bytes),
        memory: formatBytes(memoryBytes),
        licence,
      })}
    >
      <div className={own.actions}>
        {isHere && (
          <>
            <UseIt fileName={fileName} />
            <Button
              size="compact-sm"
              variant="subtle"
              onClick={() => void dispatch(removeModel(modelId))}
            >
              {t('settings.local.remove')}
            </Button>
          </>
        )}
        {!isHere && !isUnderWay && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => void dispatch(downloadModel(modelId))}
          >
            {t(`settings.local.${download === undefined ? 'download' : 'goOn'}`)}
          </Button>
        )}
        {download !== undefined && (
          <Button
            size="compact-sm"
            variant="subtle"
            onClick={() => void dispatch(cancelModelDownload(modelId))}
          >
            {t('settings.local.cancel')}
          </Button>
        )}
      </div>
      {!fits && (
        <p className={own.tooLarge}>
          <IconAlertTriangle size={14} stroke={1.75} aria-hidden />
          {t('settings.local.tooLarge')}
        </p>
      )}
      {download !== undefined && <Progress name={name} download={download} />}
    </Row>
  )
}

/** Which file writes the summaries, and where to get one. */
export const LocalModelFields = () => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const { localModels } = useSelector(selectSettings)
  useEffect(() => {
    void dispatch(loadLocalModels())
  }, [dispatch])
  return (
    <>
      <PathField
        name="summaryModel"
        label={t('settings.local.model')}
        hint={t('settings.local.hint')}
        none={t('settings.local.none')}
        choose={t('settings.local.choose')}
        command={chooseModel}
      />
      {localModels?.canRun === false && (
        <div className={classes.warning} role="note">
          <IconAlertTriangle size={16} stroke={1.75} aria-hidden />
          <p>{t('settings.local.cannotRun')}</p>
        </div>
      )}
      {localModels !== null && (
        <>
          <h3 className={own.heading}>{t('settings.local.offered')}</h3>
          <ul className={own.list}>
            {localModels.offered.map((model) => (
              <Offer key={model.modelId} model={model} />
            ))}
          </ul>
          {localModels.files.length > 0 && (
            <>
              <h3 className={own.heading}>{t('settings.local.found')}</h3>
              <ul className={own.list}>
                {localModels.files.map(({ fileName, bytes }) => (
                  <Row key={fileName} title={fileName} text={formatBytes(bytes)}>
                    <div className={own.actions}>
                      <UseIt fileName={fileName} />
                    </div>
                  </Row>
                ))}
              </ul>
            </>
          )}
        </>
      )}
    </>
  )
}
