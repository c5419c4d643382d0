import { Button, Group, Menu, Popover, TextInput } from '@mantine/core'
import { IconCalendar, IconChevronDown } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import { LateMenu } from '../../ui/LateMenu.tsx'
import { useEver } from '../../ui/use-ever.ts'
import { periodKinds, periodProblem } from './period.ts'
import { reportsSlice } from './reports-slice.ts'
import { selectPeriod } from './selectors.ts'

const { periodChanged } = reportsSlice.actions

/** Which messages the next reports read. */
export const PeriodPicker = () => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const period = useSelector(selectPeriod)
  const [dates, setDates] = useState(false)
  // Nothing is wrong with dates that nobody has touched yet.
  const [typed, setTyped] = useState(false)
  // Nothing that asks for dates before somebody wants to give them.
  const asked = useEver(dates)
  const problem = periodProblem(period)
  const onDates = (opened: boolean) => {
    setDates(opened)
    setTyped(false)
    // Dates that make no period would only leave a button that cannot be pressed.
    if (!opened && problem !== null) dispatch(periodChanged({ ...period, kind: 'all' }))
  }
  const custom =
    period.kind === 'custom' && problem === null
      ? [period.from, period.to].filter(Boolean).join(' – ')
      : null
  const menu = (
    <LateMenu
      target={
        <Button
          size="sm"
          h={32}
          px={10}
          variant="default"
          aria-label={`${t('period.label')}: ${t(`period.${period.kind}`)}`}
          leftSection={<IconCalendar size={16} stroke={1.75} aria-hidden />}
          rightSection={<IconChevronDown size={14} stroke={1.75} aria-hidden />}
        >
          {custom ?? t(`period.${period.kind}`)}
        </Button>
      }
    >
      <Menu.Dropdown>
        <Menu.RadioGroup value={period.kind}>
          {periodKinds.map((kind) => (
            <Menu.RadioItem
              key={kind}
              value={kind}
              closeMenuOnClick
              onClick={() => {
                dispatch(periodChanged({ ...period, kind }))
                setDates(kind === 'custom')
              }}
            >
              {t(`period.${kind}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </LateMenu>
  )
  if (!asked) return menu
  return (
    <Popover
      opened={dates}
      onChange={onDates}
      position="bottom-end"
      trapFocus
      withinPortal={false}
      withRoles={false}
    >
      <Popover.Target>
        <div>{menu}</div>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={t('period.custom')}>
        <Group gap="sm" align="flex-start" wrap="nowrap">
          {(['from', 'to'] as const).map((end) => (
            <TextInput
              key={end}
              type="date"
              size="sm"
              label={t(`period.${end}`)}
              value={period[end]}
              error={typed && end === 'to' && problem !== null ? t(`period.${problem}`) : undefined}
              onChange={(event) => {
                setTyped(true)
                dispatch(periodChanged({ ...period, [end]: event.currentTarget.value }))
              }}
            />
          ))}
        </Group>
      </Popover.Dropdown>
    </Popover>
  )
}
