import { Menu } from '@mantine/core'
import {
  IconArrowMerge,
  IconArrowsSplit2,
  IconCheck,
  IconPencil,
  IconUserQuestion,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { personRoles } from '../../../server/contract/people.ts'
import { useAppDispatch } from '../../api/services.ts'
import { RowMenu } from '../../ui/RowMenu.tsx'
import { roleAct, sayOfPeople } from './commands.ts'
import { peopleSlice, type PeopleRoot } from './people-slice.ts'
import { roleIcons } from './role-icons.ts'
import { useThose } from './use-those.ts'

const { asked, menuClosed } = peopleSlice.actions

const icon = { size: 16, stroke: 1.75, 'aria-hidden': true } as const

/** What can be done with a person, or with all that are selected. */
export const PersonMenu = () => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const those = useThose()
  const menu = useSelector((root: PeopleRoot) => root.people.menu)
  const people = useSelector((root: PeopleRoot) => root.people.people)
  const person = people.find(({ personOid }) => personOid === menu?.personOid)
  if (menu === null || person === undefined) return null
  const chosen = those(person.personOid)
  return (
    <RowMenu
      place={menu}
      row={`[data-person-oid="${person.personOid}"]`}
      onClose={() => dispatch(menuClosed())}
    >
      <Menu.Item
        leftSection={<IconArrowMerge {...icon} />}
        rightSection={<kbd>M</kbd>}
        disabled={chosen.length < 2}
        onClick={() => dispatch(asked({ kind: 'merge', people: chosen }))}
      >
        {chosen.length < 2 ? t('people.mergeHow') : t('people.mergeMany', { count: chosen.length })}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconPencil {...icon} />}
        rightSection={<kbd>F2</kbd>}
        onClick={() => dispatch(asked({ kind: 'rename', people: [person] }))}
      >
        {t('people.rename')}
      </Menu.Item>
      {person.parts.length > 1 && (
        <Menu.Item
          leftSection={<IconArrowsSplit2 {...icon} />}
          onClick={() => dispatch(asked({ kind: 'split', people: [person] }))}
        >
          {t('people.split')}
        </Menu.Item>
      )}
      <Menu.Divider />
      <Menu.Label>{t('people.roleOf', { count: chosen.length })}</Menu.Label>
      {([...personRoles, null] as const).map((role) => {
        const Icon = role === null ? IconUserQuestion : roleIcons[role]
        const isSaid = chosen.every((one) => one.role === role)
        return (
          <Menu.Item
            key={role ?? 'none'}
            leftSection={<Icon {...icon} />}
            rightSection={isSaid ? <IconCheck {...icon} aria-label={t('people.isSaid')} /> : null}
            onClick={() => {
              if (!isSaid) void dispatch(sayOfPeople(roleAct(chosen, role)))
            }}
          >
            {role === null ? t('people.noRole') : t(`people.roles.${role}`)}
          </Menu.Item>
        )
      })}
    </RowMenu>
  )
}
