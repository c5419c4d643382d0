import { Menu } from '@mantine/core'
import {
  IconArrowMerge,
  IconDeviceLaptop,
  IconFileSpreadsheet,
  IconListDetails,
  IconLock,
  IconPencil,
  IconPlayerPlay,
  IconTrash,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useSelector, useStore } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import { rowsMeant } from '../../ui/grid-selection.ts'
import type { Place } from '../../ui/place.ts'
import { RowMenu } from '../../ui/RowMenu.tsx'
import {
  openWorkbook,
  selectGoodOid,
  selectNewestOid,
  selectReport,
  useGenerate,
  type ReportsRoot,
} from '../reports/index.ts'
import { changeRoom, roomsSlice, type RoomsRoot } from './rooms-slice.ts'
import { selectMenu, selectRoom } from './selectors.ts'
import { useLimitQuestion } from './use-limit-question.ts'

const { roomOpened, renameAsked, deleteAsked, groupAsked, mergeAsked, menuClosed } =
  roomsSlice.actions

const icon = { size: 16, stroke: 1.75, 'aria-hidden': true } as const

/** What can be done with the room of a row, beside the row or the pointer. */
export const RoomMenu = ({ onPeople }: { onPeople: (roomOid: string) => void }) => {
  const menu = useSelector(selectMenu)
  return menu === null ? null : <MenuOf key={menu.roomOid} {...menu} onPeople={onPeople} />
}

interface MenuOfProps extends Place {
  roomOid: string
  onPeople: (roomOid: string) => void
}

const MenuOf = ({ roomOid, x, y, onPeople }: MenuOfProps) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const store = useStore<RoomsRoot>()
  const generate = useGenerate()
  const localOnly = useSelector((root: RoomsRoot) => selectRoom(root, roomOid)?.localOnly === true)
  const askLimits = useLimitQuestion()
  const bookOid = useSelector((root: ReportsRoot) => {
    const newest = selectNewestOid(root, roomOid)
    if (newest === undefined) return undefined
    return selectReport(root, newest)?.state === 'finished' ? newest : selectGoodOid(root, newest)
  })
  const chosen = rowsMeant(store.getState().rooms, roomOid)
  return (
    <RowMenu
      place={{ x, y }}
      // The contract leaves no character in an id that would have to be escaped here.
      row={`[data-room-oid="${roomOid}"]`}
      onClose={() => dispatch(menuClosed())}
    >
      <Menu.Item
        leftSection={<IconListDetails {...icon} />}
        onClick={() => dispatch(roomOpened(roomOid))}
      >
        {t('rooms.menuDetails')}
      </Menu.Item>
      <Menu.Item leftSection={<IconPlayerPlay {...icon} />} onClick={() => generate([roomOid])}>
        {t('report.generate', { count: 1 })}
      </Menu.Item>
      {bookOid !== undefined && (
        <Menu.Item
          leftSection={<IconFileSpreadsheet {...icon} />}
          onClick={() => void dispatch(openWorkbook(bookOid))}
        >
          {t('rooms.menuWorkbook')}
        </Menu.Item>
      )}
      <Menu.Item leftSection={<IconUsers {...icon} />} onClick={() => onPeople(roomOid)}>
        {t('rooms.menuPeople')}
      </Menu.Item>
      <Menu.Divider />
      {askLimits !== null && (
        <Menu.Item
          leftSection={<IconLock {...icon} />}
          rightSection={<kbd>L</kbd>}
          onClick={() => askLimits(chosen)}
        >
          {t('access.menu.rooms', { count: chosen.length })}
        </Menu.Item>
      )}
      <Menu.Item
        leftSection={<IconUsersGroup {...icon} />}
        rightSection={<kbd>G</kbd>}
        onClick={() => dispatch(groupAsked(chosen))}
      >
        {t('groups.add.menu', { count: chosen.length })}
      </Menu.Item>
      {chosen.length > 1 && (
        <Menu.Item
          leftSection={<IconArrowMerge {...icon} />}
          rightSection={<kbd>M</kbd>}
          onClick={() => dispatch(mergeAsked(chosen))}
        >
          {t('rooms.menuMerge', { count: chosen.length })}
        </Menu.Item>
      )}
      <Menu.Item
        leftSection={<IconPencil {...icon} />}
        rightSection={<kbd>F2</kbd>}
        onClick={() => dispatch(renameAsked(roomOid))}
      >
        {t('rooms.menuRename')}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconDeviceLaptop {...icon} />}
        onClick={() => void dispatch(changeRoom({ roomOid, change: { localOnly: !localOnly } }))}
      >
        {t(localOnly ? 'rooms.menuMaySend' : 'rooms.menuLocalOnly')}
      </Menu.Item>
      <Menu.Item
        c="var(--bad)"
        leftSection={<IconTrash {...icon} />}
        rightSection={<kbd>{t('help.keys.delete')}</kbd>}
        onClick={() => dispatch(deleteAsked(chosen))}
      >
        {t('rooms.menuDelete')}
      </Menu.Item>
    </RowMenu>
  )
}
