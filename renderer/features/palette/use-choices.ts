import {
  IconBolt,
  IconDeviceFloppy,
  IconEye,
  IconFileSpreadsheet,
  IconFolder,
  IconLock,
  IconLockOpen,
  IconMessage,
  IconPencil,
  IconPlayerPlay,
  IconTrash,
} from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import { useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector, useStore } from 'react-redux'
import { isElsewhere } from '../../api/shown-server.ts'
import { useAppDispatch } from '../../api/services.ts'
import { shownFileName } from '../../ui/file-name.ts'
import { formatMoment } from '../../ui/format.ts'
import { oneLine } from '../../ui/plain-text.ts'
import {
  loadWorkbooks,
  openWorkbook,
  reportsSlice,
  saveWorkbookAs,
  showWorkbook,
  useGenerate,
  type ReportsRoot,
} from '../reports/index.ts'
import {
  changeRoom,
  placeText,
  roomsSlice,
  selectRoomCount,
  type RoomsRoot,
} from '../rooms/index.ts'
import { throwAway } from '../trash/index.ts'
import { choiceGroups, type Choice, type ChoiceSection } from './choice.ts'
import { rank, type Command } from './find.ts'
import { useMessageChoices, type MessageChoicesOptions } from './use-message-choices.ts'
import { usePeopleChoices } from './use-people-choices.ts'

type Root = RoomsRoot & ReportsRoot

/** Most of a kind that is shown; a longer query finds the others. */
const shown = { commands: 40, rooms: 20, people: 5, files: 10, recent: 6 }

const toChoice = (command: Command): Choice => ({
  key: command.id,
  icon: command.icon ?? IconBolt,
  title: command.title,
  words: command.words,
  keys: command.keys,
  run: command.run,
})

/** What can be done with a workbook. */
const useFileActions = () => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  return useMemo(
    () =>
      (reportOid: string): Choice[] => [
        {
          key: `open ${reportOid}`,
          icon: IconFileSpreadsheet,
          title: t('palette.openWorkbook'),
          run: () => void dispatch(openWorkbook(reportOid)),
        },
        {
          key: `preview ${reportOid}`,
          icon: IconEye,
          title: t('palette.preview'),
          run: () => void dispatch(reportsSlice.actions.previewOpened(reportOid)),
        },
        ...(isElsewhere()
          ? []
          : [
              {
                key: `show ${reportOid}`,
                icon: IconFolder,
                title: t('report.show'),
                run: () => void dispatch(showWorkbook(reportOid)),
              },
            ]),
        {
          key: `save ${reportOid}`,
          icon: IconDeviceFloppy,
          title: t('report.saveAs'),
          run: () => void dispatch(saveWorkbookAs(reportOid)),
        },
        {
          key: `delete ${reportOid}`,
          icon: IconTrash,
          title: t('palette.deleteWorkbook'),
          run: () => void dispatch(throwAway({ reportOids: [reportOid] })),
        },
      ],
    [t, dispatch],
  )
}

/** What can be done with a room. */
const useRoomActions = (onRoom: (roomOid: string) => void) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const store = useStore<Root>()
  const generate = useGenerate()
  const fileActions = useFileActions()
  return useMemo(() => {
    const details = (roomOid: string) => {
      dispatch(roomsSlice.actions.roomOpened(roomOid))
      onRoom(roomOid)
    }
    const actions = (roomOid: string): Choice[] => {
      const { rooms, reports } = store.getState()
      const goodOid = reports.goodByRoom[roomOid]
      const localOnly = rooms.entities[roomOid]?.localOnly ?? false
      return [
        {
          key: `details ${roomOid}`,
          icon: IconMessage,
          title: t('palette.details'),
          run: () => details(roomOid),
        },
        {
          key: `generate ${roomOid}`,
          icon: IconPlayerPlay,
          title: t('details.generate'),
          run: () => generate([roomOid]),
        },
        ...(goodOid === undefined ? [] : fileActions(goodOid)),
        {
          key: `local ${roomOid}`,
          icon: localOnly ? IconLockOpen : IconLock,
          title: t(localOnly ? 'palette.mayLeave' : 'details.localOnly'),
          run: () => void dispatch(changeRoom({ roomOid, change: { localOnly: !localOnly } })),
        },
        {
          key: `rename ${roomOid}`,
          icon: IconPencil,
          title: t('rooms.menuRename'),
          keys: 'F2',
          run: () => dispatch(roomsSlice.actions.renameAsked(roomOid)),
        },
        {
          key: `delete ${roomOid}`,
          icon: IconTrash,
          title: t('rooms.menuDelete'),
          keys: t('help.keys.delete'),
          run: () => dispatch(roomsSlice.actions.deleteAsked([roomOid])),
        },
      ]
    }
    return { details, actions }
  }, [t, dispatch, store, generate, fileActions, onRoom])
}

const roomChoices = (
  t: TFunction,
  root: Root,
  { details, actions }: ReturnType<typeof useRoomActions>,
): Choice[] =>
  root.rooms.ids.map((roomOid) => ({
    key: `room ${roomOid}`,
    icon: IconMessage,
    title: oneLine(root.rooms.entities[roomOid]?.name ?? '').trim() || t('rooms.unnamed'),
    run: () => details(roomOid),
    actions: () => actions(roomOid),
  }))

const fileChoices = (
  root: Root,
  actions: (reportOid: string) => Choice[],
  open: (reportOid: string) => void,
): Choice[] =>
  Object.values(root.reports.entities)
    .flatMap(({ reportOid, workbook, finishedAt }) =>
      workbook ? [{ reportOid, fileName: workbook.fileName, at: finishedAt ?? '' }] : [],
    )
    .sort((a, b) => (a.at < b.at ? 1 : -1))
    .map(({ reportOid, fileName, at }) => ({
      key: `file ${reportOid}`,
      icon: IconFileSpreadsheet,
      title: oneLine(shownFileName(fileName, reportOid)),
      detail: formatMoment(at),
      run: () => open(reportOid),
      actions: () => actions(reportOid),
    }))

export interface ChoicesOptions extends MessageChoicesOptions {
  /** Goes to a view; the palette has closed by then. */
  onView: (view: 'people' | 'search') => void
  commands: readonly Command[]
  query: string
  /** Keys of what was used, the latest first. */
  recent: readonly string[]
  /** The room or file that the palette is about, if it is about one. */
  scope: Choice | null
}

/**
 * What the palette offers, in groups; the group of what fits best comes first. Without a query what was
 * used last and the commands; rooms, files and messages once something is typed, for there may be thousands.
 */
export const useChoices = (options: ChoicesOptions): ChoiceSection[] => {
  const { commands, query, recent, scope, onRoom, onSearch, onView } = options
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const store = useStore<Root>()
  const count = useSelector(selectRoomCount)
  const loaded = useSelector((root: ReportsRoot) => root.reports.workbooksLoaded)
  const roomActions = useRoomActions(onRoom)
  const fileActions = useFileActions()
  const asked = scope === null ? query : ''
  const messages = useMessageChoices(asked, { onRoom, onSearch })
  const people = usePeopleChoices(asked, onView)
  useEffect(() => {
    if (loaded === 0) void dispatch(loadWorkbooks())
  }, [dispatch, loaded])
  const all = useMemo(
    () => ({
      commands: commands.map(toChoice),
      rooms: roomChoices(t, store.getState(), roomActions),
      files: fileChoices(store.getState(), fileActions, (oid) => void dispatch(openWorkbook(oid))),
    }),
    // The lists themselves are read from the store: they change when rooms or workbooks come.
    // oxlint-disable-next-line react/exhaustive-deps
    [commands, t, store, dispatch, roomActions, fileActions, count, loaded],
  )
  return useMemo(() => {
    const reading = {
      textOf: ({ title }: Choice) => title,
      wordsOf: ({ words = '' }: Choice) => words,
      recencyOf: ({ key }: Choice) => -(recent.indexOf(key) + 1 || recent.length + 1),
    }
    if (scope !== null) {
      const actions = scope.actions?.() ?? []
      const found = rank(actions, query, { ...reading, limit: shown.commands })
      return [{ group: 'commands', choices: found.map(({ item }) => item) }]
    }
    if (query.trim() === '') {
      const known = [...all.commands, ...all.rooms, ...all.files]
      const used = recent
        .flatMap((key) => known.find((choice) => choice.key === key) ?? [])
        .slice(0, shown.recent)
      const others = all.commands.filter(({ key }) => !used.some((choice) => choice.key === key))
      return sectionsOf([
        { group: 'recent', best: 0, choices: used },
        { group: 'commands', best: 0, choices: others },
      ]).map((section) => withPlaces(t, store.getState(), section))
    }
    const lists = { ...all, people }
    const named = (['commands', 'rooms', 'people', 'files'] as const).map((group) => {
      const found = rank(lists[group], query, { ...reading, limit: shown[group] })
      return { group, best: found[0]?.fit ?? 0, choices: found.map(({ item }) => item) }
    })
    // What was said stands behind all that is called so.
    const said = { group: 'messages', best: 0, choices: messages } as const
    return sectionsOf([...named, said]).map((section) => withPlaces(t, store.getState(), section))
  }, [all, people, messages, query, recent, scope, t, store])
}

/** Rooms of one name say where they are from. */
const withPlaces = (t: TFunction, root: Root, section: ChoiceSection): ChoiceSection => ({
  ...section,
  choices: section.choices.map((choice) => {
    const roomOid = /^room (.*)$/u.exec(choice.key)?.[1]
    const place = roomOid === undefined ? '' : placeText(t, root, roomOid)
    return place === '' ? choice : { ...choice, detail: place }
  }),
})

const sectionsOf = (sections: readonly (ChoiceSection & { best: number })[]): ChoiceSection[] =>
  sections
    .filter(({ choices }) => choices.length > 0)
    .toSorted(
      (a, b) => b.best - a.best || choiceGroups.indexOf(a.group) - choiceGroups.indexOf(b.group),
    )
