import {
  IconArrowMerge,
  IconBroadcast,
  IconDeviceDesktop,
  IconFileImport,
  IconFolderOpen,
  IconKeyboard,
  IconLanguage,
  IconLock,
  IconMoon,
  IconServer2,
  IconSettings,
  IconSparkles,
  IconSun,
  IconTrash,
  type TablerIcon,
} from '@tabler/icons-react'
import { useMantineColorScheme, type MantineColorScheme } from '@mantine/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector, useStore } from 'react-redux'
import { thisComputer } from '../../server/contract/desktop-servers.ts'
import { isInBrowser } from '../api/desktop.ts'
import { isElsewhere } from '../api/shown-server.ts'
import { useAppDispatch } from '../api/services.ts'
import { importSamples, pickImports } from '../features/imports/index.ts'
import type { Command } from '../features/palette/index.ts'
import {
  roomsSlice,
  selectOpenOid,
  selectSelectedCount,
  selectSelectedOids,
  useLimitQuestion,
} from '../features/rooms/index.ts'
import { chooseServer, selectServers, serversSlice } from '../features/servers/index.ts'
import { settingsSections, settingsSlice } from '../features/settings/index.ts'
import { oneLine } from '../ui/plain-text.ts'
import {
  catalogues,
  chooseLanguage,
  languageNames,
  recallLanguage,
  type Language,
} from './language.ts'
import { navigationSlice, sections } from './navigation-slice.ts'
import { sectionIcons } from './section-icons.ts'
import type { RootState } from './store.ts'
import { useGroupCommands } from './use-group-commands.ts'
import { useReportCommands } from './use-report-commands.ts'

export interface CommandOptions {
  onLiveFeed: () => void
  onHelp: () => void
  /** Asks before reports are cancelled. */
  onCancelAll: () => void
}

const languages = Object.keys(catalogues) as Language[]
const themeIcons: Record<MantineColorScheme, TablerIcon> = {
  auto: IconDeviceDesktop,
  light: IconSun,
  dark: IconMoon,
}
const schemes: readonly MantineColorScheme[] = ['auto', 'light', 'dark']

/** What can be done with the selected rooms; those for one room stand with it. */
const useRoomCommands = (): Command[] => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const store = useStore<RootState>()
  const selected = useSelector(selectSelectedCount)
  const openOid = useSelector(selectOpenOid)
  const askLimits = useLimitQuestion()
  return useMemo(() => {
    // Of the rooms that are ticked, or the one that is shown.
    const limited = selected === 0 && openOid !== null ? [openOid] : null
    const count = limited?.length ?? selected
    const limit =
      askLimits === null || count === 0
        ? []
        : [
            {
              id: 'rooms-limit',
              icon: IconLock,
              title: t('palette.roomsLimit', { count }),
              run: () => askLimits(limited ?? selectSelectedOids(store.getState())),
            },
          ]
    if (selected === 0) return limit
    const run = () => {
      dispatch(navigationSlice.actions.sectionChosen('rooms'))
      dispatch(roomsSlice.actions.deleteAsked(selectSelectedOids(store.getState())))
    }
    const merge = () => {
      dispatch(navigationSlice.actions.sectionChosen('rooms'))
      dispatch(roomsSlice.actions.mergeAsked(selectSelectedOids(store.getState())))
    }
    return [
      ...(selected > 1
        ? [
            {
              id: 'rooms-merge',
              icon: IconArrowMerge,
              title: t('rooms.menuMerge', { count: selected }),
              run: merge,
            },
          ]
        : []),
      ...limit,
      {
        id: 'rooms-delete',
        icon: IconTrash,
        title: t('palette.roomsDelete', { count: selected }),
        run,
      },
    ]
  }, [t, dispatch, store, selected, openOid, askLimits])
}

const useImportCommands = (onLiveFeed: () => void): Command[] => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  return useMemo(
    () => [
      {
        id: 'import-files',
        icon: IconFileImport,
        title: t('palette.importFiles'),
        run: () => void dispatch(pickImports('files')),
      },
      {
        id: 'import-folder',
        icon: IconFolderOpen,
        title: t('imports.folder'),
        run: () => void dispatch(pickImports('folder')),
      },
      ...(isElsewhere()
        ? []
        : [
            {
              id: 'import-samples',
              icon: IconSparkles,
              title: t('imports.samples'),
              run: () => void dispatch(importSamples()),
            },
          ]),
      { id: 'live-feed', icon: IconBroadcast, title: t('imports.liveFeed'), run: onLiveFeed },
    ],
    [t, dispatch, onLiveFeed],
  )
}

/** Commands for the views, the theme and the language; the present one is not offered. */
const useWindowCommands = (onHelp: () => void): Command[] => {
  const { t, i18n } = useTranslation()
  const dispatch = useAppDispatch()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return useMemo(() => {
    const language = recallLanguage(localStorage)
    return [
      ...sections.map((section) => ({
        id: `go-${section}`,
        icon: sectionIcons[section],
        title: t('palette.goTo', { view: t(`rail.${section}`) }),
        run: () => {
          dispatch(navigationSlice.actions.sectionChosen(section))
          dispatch(roomsSlice.actions.detailsClosed())
        },
      })),
      ...settingsSections.map((section) => ({
        id: `settings-${section}`,
        icon: IconSettings,
        title: t('palette.settings', { section: t(`settings.sections.${section}`) }),
        words: t(`palette.settingsWords.${section}`),
        run: () => {
          dispatch(settingsSlice.actions.sectionShown(section))
          dispatch(navigationSlice.actions.sectionChosen('settings'))
          dispatch(roomsSlice.actions.detailsClosed())
        },
      })),
      ...schemes
        .filter((scheme) => scheme !== colorScheme)
        .map((scheme) => ({
          id: `theme-${scheme}`,
          icon: themeIcons[scheme],
          title: t(`palette.theme.${scheme}`),
          words: t('palette.themeWords'),
          run: () => setColorScheme(scheme),
        })),
      ...(['system', ...languages] as const)
        .filter((choice) => choice !== language)
        .map((choice) => ({
          id: `language-${choice}`,
          icon: IconLanguage,
          title:
            choice === 'system'
              ? t('palette.languageSystem')
              : t('palette.language', { language: languageNames[choice] }),
          // In every language, so that it is found by people who cannot read the present one.
          words: 'language Sprache',
          run: () =>
            void chooseLanguage(choice, {
              i18n,
              storage: localStorage,
              wanted: navigator.languages,
            }),
        })),
      { id: 'help', icon: IconKeyboard, title: t('help.title'), keys: '?', run: onHelp },
    ]
  }, [t, i18n, dispatch, colorScheme, setColorScheme, onHelp])
}

/** The way to other servers; a page in a browser has none. */
const useServerCommands = (): Command[] => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const { servers, current } = useSelector(selectServers)
  return useMemo(() => {
    if (isInBrowser()) return []
    const words = t('servers.commandWords')
    const all = [{ serverOid: thisComputer, name: t('servers.thisComputer') }, ...servers]
    return [
      ...all
        .filter(({ serverOid }) => serverOid !== current)
        .map(({ serverOid, name }) => ({
          id: `server-${serverOid}`,
          icon: IconServer2,
          title: t('servers.switchTo', { name: oneLine(name) }),
          words,
          run: () => void dispatch(chooseServer(serverOid)),
        })),
      {
        id: 'servers',
        icon: IconServer2,
        title: t('servers.command'),
        words,
        run: () => void dispatch(serversSlice.actions.dialogOpened()),
      },
    ]
  }, [t, dispatch, servers, current])
}

/** Everything that the palette can do, in the order in which it is offered. */
export const useCommands = ({ onLiveFeed, onHelp, onCancelAll }: CommandOptions): Command[] => {
  const reports = useReportCommands(onCancelAll)
  const rooms = useRoomCommands()
  const groups = useGroupCommands()
  const imports = useImportCommands(onLiveFeed)
  const servers = useServerCommands()
  const window = useWindowCommands(onHelp)
  return useMemo(
    () => [...reports, ...rooms, ...groups, ...imports, ...servers, ...window],
    [reports, rooms, groups, imports, servers, window],
  )
}
