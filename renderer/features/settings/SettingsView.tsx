import { Button, Tabs } from '@mantine/core'
import {
  IconAppWindow,
  IconFileText,
  IconMail,
  IconStack2,
  IconTable,
  type TablerIcon,
} from '@tabler/icons-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { isInBrowser } from '../../api/desktop.ts'
import { useAppDispatch } from '../../api/services.ts'
import { sayFailure, sayTold } from '../../ui/sentences.ts'
import { Page } from '../../ui/Page.tsx'
import { AppPanel, type LanguageChoices } from './AppPanel.tsx'
import { loadSettings } from './commands.ts'
import { loadDesktop } from './desktop-commands.ts'
import { MailPanel } from './MailPanel.tsx'
import { ReportsPanel } from './ReportsPanel.tsx'
import { SaveBar } from './SaveBar.tsx'
import classes from './settings.module.css'
import {
  selectSettings,
  settingsSections,
  settingsSlice,
  type SettingsSection,
} from './settings-slice.ts'
import { SummaryPanel } from './SummaryPanel.tsx'
import { WorkbookPanel } from './WorkbookPanel.tsx'

const icons: Record<SettingsSection, TablerIcon> = {
  summary: IconFileText,
  mail: IconMail,
  workbook: IconTable,
  reports: IconStack2,
  app: IconAppWindow,
}

const isSection = (value: string | null): value is SettingsSection =>
  (settingsSections as readonly (string | null)[]).includes(value)

/** What was wrong with the file, and what waits for a restart. */
const Notes = () => {
  const { t } = useTranslation()
  const { view } = useSelector(selectSettings)
  if (!view) return null
  const waiting = view.needsRestart.length > 0
  const problems = view.problemSentences
  if (problems.length === 0 && !waiting) return null
  return (
    <div className={classes.notes} role="note">
      {problems.map((problem) => (
        <p key={problem.message}>
          <bdi>{sayTold(t, problem)}</bdi>
        </p>
      ))}
      {waiting && <p>{t('settings.needsRestart')}</p>}
    </div>
  )
}

const Failure = () => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const { failure } = useSelector(selectSettings)
  return (
    <div className={classes.failure} role="alert">
      <h2>{t('settings.failed')}</h2>
      <p>
        <bdi>{failure && sayFailure(t, failure)}</bdi>
      </p>
      <Button size="sm" variant="default" onClick={() => void dispatch(loadSettings())}>
        {t('app.tryAgain')}
      </Button>
    </div>
  )
}

const Panel = ({
  section,
  languages,
}: {
  section: SettingsSection
  languages: LanguageChoices
}) => {
  switch (section) {
    case 'summary':
      return <SummaryPanel />
    case 'mail':
      return <MailPanel />
    case 'workbook':
      return <WorkbookPanel />
    case 'reports':
      return <ReportsPanel />
    case 'app':
      return <AppPanel languages={languages} />
  }
}

/**
 * Everything a person may choose. What is typed is a draft that stays, also while another view is open
 * and over a restart, until it is saved or discarded.
 */
export const SettingsView = ({ languages }: { languages: LanguageChoices }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const { view, failure, section } = useSelector(selectSettings)
  useEffect(() => {
    void dispatch(loadSettings())
    void dispatch(loadDesktop())
  }, [dispatch])
  return (
    <Page title={t('settings.title')}>
      <Tabs
        orientation="vertical"
        variant="pills"
        keepMounted={false}
        className={classes.tabs ?? ''}
        classNames={{
          list: classes.tabList ?? '',
          tab: classes.tab ?? '',
          tabLabel: classes.tabLabel ?? '',
        }}
        value={section}
        onChange={(value) =>
          isSection(value) && dispatch(settingsSlice.actions.sectionShown(value))
        }
      >
        <Tabs.List aria-label={t('settings.title')}>
          {settingsSections.map((name) => {
            const Icon = icons[name]
            return (
              <Tabs.Tab
                key={name}
                value={name}
                leftSection={<Icon size={16} stroke={1.75} aria-hidden />}
              >
                {t(`settings.sections.${name === 'app' && isInBrowser() ? 'browser' : name}`)}
              </Tabs.Tab>
            )
          })}
        </Tabs.List>
        {settingsSections.map((name) => (
          <Tabs.Panel key={name} value={name} className={classes.panel ?? ''}>
            {view || name === 'app' ? (
              <>
                <Notes />
                <Panel section={name} languages={languages} />
              </>
            ) : (
              failure && <Failure />
            )}
          </Tabs.Panel>
        ))}
      </Tabs>
      <SaveBar />
    </Page>
  )
}
