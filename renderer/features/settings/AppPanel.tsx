import { Button, SegmentedControl, Select, Switch, useMantineColorScheme } from '@mantine/core'
import type { MantineColorScheme } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import type { DesktopPreferences, HostInfo } from '../../../server/contract/desktop-api.ts'
import { isInBrowser } from '../../api/desktop.ts'
import { useAppDispatch } from '../../api/services.ts'
import { oneLine } from '../../ui/plain-text.ts'
import { serversSlice } from '../servers/index.ts'
import { answerUpdate } from '../updates/index.ts'
import {
  changePreferences,
  chooseDataFolder,
  openLogFolder,
  restartApp,
} from './desktop-commands.ts'
import { layout } from './fields.tsx'
import { Section } from './Section.tsx'
import classes from './settings.module.css'
import { selectSettings } from './settings-slice.ts'
import { SignedIn } from './SignedIn.tsx'

const schemes: readonly MantineColorScheme[] = ['auto', 'light', 'dark']
const tellings: readonly DesktopPreferences['notifications'][] = ['all', 'failures', 'none']

export interface LanguageChoices {
  /** Value and name of each, the system's first. */
  choices: { value: string; label: string }[]
  chosen: string
  choose: (value: string) => void
}

const Appearance = ({ languages }: { languages: LanguageChoices }) => {
  const { t } = useTranslation()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const themeLabel = t('settings.app.theme')
  return (
    <Section title={t('settings.app.appearance')} text={t('settings.app.atOnce')}>
      <div className={classes.field}>
        <span className={classes.label}>{themeLabel}</span>
        <div className={classes.input}>
          <SegmentedControl
            fullWidth
            size="xs"
            aria-label={themeLabel}
            data={schemes.map((value) => ({ value, label: t(`settings.app.themes.${value}`) }))}
            value={colorScheme}
            onChange={(value) => setColorScheme(value as MantineColorScheme)}
          />
        </div>
      </div>
      <Select
        label={t('settings.app.language')}
        size="sm"
        classNames={layout}
        data={languages.choices}
        allowDeselect={false}
        comboboxProps={{ transitionProps: { duration: 120 } }}
        value={languages.chosen}
        onChange={(value) => value !== null && languages.choose(value)}
      />
    </Section>
  )
}

interface PreferenceSwitchProps {
  name: 'closeToTray' | 'keepAwake' | 'confirmQuit' | 'openAtLogin' | 'lookForUpdates'
  preferences: DesktopPreferences
  /** Why it has no effect here; then it cannot be switched. */
  impossible?: string | undefined
}

const PreferenceSwitch = ({ name, preferences, impossible }: PreferenceSwitchProps) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  return (
    <Switch
      size="sm"
      label={t(`settings.app.${name}`)}
      description={impossible ?? t(`settings.app.${name}Hint`)}
      labelPosition="left"
      classNames={{ root: classes.switch ?? '', body: classes.switchBody ?? '' }}
      disabled={impossible !== undefined}
      checked={impossible === undefined && preferences[name] === true}
      onChange={({ currentTarget: { checked } }) =>
        void dispatch(changePreferences({ [name]: checked }))
      }
    />
  )
}

const Behaviour = ({ host, preferences }: { host: HostInfo; preferences: DesktopPreferences }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  return (
    <Section title={t('settings.app.behaviour')}>
      <PreferenceSwitch
        name="closeToTray"
        preferences={preferences}
        impossible={host.canTray ? undefined : t('settings.app.noTray')}
      />
      <PreferenceSwitch name="keepAwake" preferences={preferences} />
      <PreferenceSwitch name="confirmQuit" preferences={preferences} />
      {preferences.openAtLogin !== undefined && (
        <PreferenceSwitch name="openAtLogin" preferences={preferences} />
      )}
      {host.updates !== 'off' && (
        <PreferenceSwitch name="lookForUpdates" preferences={preferences} />
      )}
      <Select
        label={t('settings.app.notifications')}
        description={t('settings.app.notificationsHint')}
        size="sm"
        classNames={layout}
        data={tellings.map((value) => ({ value, label: t(`settings.app.tell.${value}`) }))}
        allowDeselect={false}
        comboboxProps={{ transitionProps: { duration: 120 } }}
        value={preferences.notifications}
        onChange={(value) =>
          value !== null &&
          void dispatch(
            changePreferences({ notifications: value as DesktopPreferences['notifications'] }),
          )
        }
      />
    </Section>
  )
}

const Folders = ({ host: { dataFolder, updates, version } }: { host: HostInfo }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const shown = oneLine(dataFolder.path)
  return (
    <Section title={t('settings.app.data')} text={t('settings.app.dataText')}>
      <div className={classes.field}>
        <span className={classes.label}>{t('settings.app.dataFolder')}</span>
        <span className={classes.hint}>
          {dataFolder.isFixed
            ? t('settings.fixedBy', { name: 'RAPPORTEUR_DATA_DIR' })
            : t('settings.app.dataFolderHint')}
        </span>
        <div className={classes.input}>
          <bdi className={classes.path} title={shown}>
            {shown}
          </bdi>
          <div className={classes.pathActions}>
            <Button
              size="compact-sm"
              variant="default"
              disabled={dataFolder.isFixed}
              onClick={() => void dispatch(chooseDataFolder())}
            >
              {t('settings.app.chooseFolder')}
            </Button>
            <Button
              size="compact-sm"
              variant="subtle"
              onClick={() => void dispatch(openLogFolder())}
            >
              {t('settings.app.openLogs')}
            </Button>
          </div>
        </div>
      </div>
      {dataFolder.next !== null && dataFolder.next !== dataFolder.path && (
        <div className={classes.warning} role="note">
          <p>
            {t('settings.app.nextFolder')} <bdi>{oneLine(dataFolder.next)}</bdi>
          </p>
          <Button size="compact-sm" variant="default" onClick={() => void dispatch(restartApp())}>
            {t('settings.app.restart')}
          </Button>
        </div>
      )}
      <p className={classes.version}>{t('settings.app.version', { version })}</p>
      {updates !== 'off' && (
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => void dispatch(answerUpdate('look'))}
        >
          {t('updates.answers.look')}
        </Button>
      )}
    </Section>
  )
}

const OtherServers = () => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  return (
    <Section title={t('servers.settings')} text={t('servers.settingsText')}>
      <Button
        size="compact-sm"
        variant="default"
        onClick={() => dispatch(serversSlice.actions.dialogOpened())}
      >
        {t('servers.open')}
      </Button>
    </Section>
  )
}

/** How the app looks and behaves on this computer. Everything here holds at once. */
export const AppPanel = ({ languages }: { languages: LanguageChoices }) => {
  const { desktop } = useSelector(selectSettings)
  return (
    <>
      <Appearance languages={languages} />
      {isInBrowser() && <SignedIn />}
      {desktop && !isInBrowser() && (
        <>
          <Behaviour {...desktop} />
          <Folders host={desktop.host} />
          <OtherServers />
        </>
      )}
    </>
  )
}
