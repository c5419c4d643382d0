import { Button, Group, Menu, Popover, TextInput } from '@mantine/core'
import { IconCalendar, IconChevronDown } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import { DropMenu } from '../../ui/DropMenu.tsx'
import { periodKinds, periodProblem } from './period.ts'
import { reportsSlice } from './reports-slice.ts'
import { selectPeriod } from './selectors.ts'

const { periodChanged } = reportsSlice.actions

/** Which messages the next reports read. */
export const PeriodPicker = () => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const period = useSelector(selectPeriod)
  /** Whether dates are being asked for; null: they never were, so there is nothing to ask with. */
  const [dates, setDates] = useState<boolean | null>(null)
  // Dates are not marked as wrong before the first change.
  const [typed, setTyped] = useState(false)
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
    <DropMenu
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
                setDates((before) => kind === 'custom' || (before === null ? null : false))
              }}
            >
              {t(`period.${kind}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </DropMenu>
  )
  if (dates === null) return menu
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
