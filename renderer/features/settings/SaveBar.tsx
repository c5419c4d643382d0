import { Button, Group, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { Dialog } from '../../ui/Dialog.tsx'
import { useAppDispatch } from '../../api/services.ts'
import { sayFailure } from '../../ui/sentences.ts'
import { saveSettings } from './commands.ts'
import { toChange, valuesAfter } from './draft.ts'
import { hostsOf } from './leaves-computer.ts'
import { selectSettings, selectUnsavedCount, settingsSlice } from './settings-slice.ts'
import classes from './settings.module.css'
import { useProblems } from './use-problems.ts'

const { draftDiscarded } = settingsSlice.actions

/** Asked once, before the first chat could go anywhere: from then on the page says so for good. */
const ConfirmLeaving = ({
  host,
  onConfirm,
  onClose,
}: {
  host: string | null
  onConfirm: () => void
  onClose: () => void
}) => {
  const { t } = useTranslation()
  return (
    <Dialog opened={host !== null} onClose={onClose} title={t('settings.leaving.title')} size={520}>
      <Text size="sm">{t('settings.leaving.text', { host: host ?? '' })}</Text>
      <Group justify="flex-end" mt="lg" gap="xs">
        <Button size="sm" variant="default" data-autofocus onClick={onClose}>
          {t('settings.leaving.no')}
        </Button>
        <Button size="sm" color="red.8" onClick={onConfirm}>
          {t('settings.leaving.yes', { host: host ?? '' })}
        </Button>
      </Group>
    </Dialog>
  )
}

/** Saves by button or Ctrl/Cmd+S. There only while there is something to save. */
export const SaveBar = () => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const { view, draft, saving, refusal } = useSelector(selectSettings)
  const count = useSelector(selectUnsavedCount)
  const problems = Object.keys(useProblems()).length
  const [asked, setAsked] = useState<string | null>(null)

  const save = () => {
    if (!view || count === 0 || problems > 0 || saving) return
    const known = hostsOf(view.values)
    const added = hostsOf(valuesAfter(view, draft)).filter((host) => !known.includes(host))
    if (added.length > 0 && asked === null) setAsked(added.join(', '))
    else {
      setAsked(null)
      void dispatch(saveSettings(toChange(draft)))
    }
  }
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 's') return
      event.preventDefault()
      if (asked === null) save()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  })

  if (count === 0) return null
  return (
    <footer className={classes.saveBar} data-testid="save-bar">
      <span role="status" className={classes.saveState}>
        {problems > 0
          ? t('settings.save.problems', { count: problems })
          : t('settings.save.unsaved', { count })}
        {refusal && (
          <span className={classes.refusal}>
            {' '}
            {t('settings.save.refused')} <bdi>{sayFailure(t, refusal)}</bdi>
          </span>
        )}
      </span>
      <Button
        size="sm"
        variant="default"
        disabled={saving}
        onClick={() => dispatch(draftDiscarded())}
      >
        {t('settings.save.discard')}
      </Button>
      <Button size="sm" disabled={problems > 0} loading={saving} onClick={save}>
        {t('settings.save.save', { count })}
      </Button>
      <ConfirmLeaving host={asked} onConfirm={save} onClose={() => setAsked(null)} />
    </footer>
  )
}
