import { Button, Group, Menu, Popover, TextInput } from '@mantine/core'
import { IconCalendar, IconChevronDown } from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DropMenu } from '../../ui/DropMenu.tsx'
import { formatDay, formatDays } from '../../ui/format.ts'
import { periodProblem, type Period, type PeriodKind } from './period.ts'

export interface PeriodFieldProps {
  period: Period
  /** Those that are offered, in order. */
  kinds: readonly PeriodKind[]
  onChange: (period: Period) => void
}

/** The days as they are called; one alone says which end it is. */
const datesText = (t: TFunction, { from, to }: Period): string => {
  const name = (day: string) => formatDay(`${day}T00:00:00`)
  if (to === '') return t('files.since', { day: name(from) })
  if (from === '') return t('files.until', { day: name(to) })
  return formatDays(`${from}T00:00:00`, `${to}T00:00:00`)
}

/** A period from a menu, or by its dates. */
export const PeriodField = ({ period, kinds, onChange }: PeriodFieldProps) => {
  const { t } = useTranslation()
  /** Whether dates are being asked for; null: they never were, so there is nothing to ask with. */
  const [dates, setDates] = useState<boolean | null>(null)
  // Dates are not marked as wrong before the first change.
  const [typed, setTyped] = useState(false)
  const problem = periodProblem(period)
  const onDates = (opened: boolean) => {
    setDates(opened)
    setTyped(false)
    // Dates that make no period would only leave a button that cannot be pressed.
    if (!opened && problem !== null) onChange({ ...period, kind: 'all' })
  }
  const words =
    period.kind === 'custom' && problem === null ? datesText(t, period) : t(`period.${period.kind}`)
  const menu = (
    <DropMenu
      target={
        <Button
          size="sm"
          h={32}
          px={10}
          variant="default"
          aria-label={`${t('period.label')}: ${words}`}
          leftSection={<IconCalendar size={16} stroke={1.75} aria-hidden />}
          rightSection={<IconChevronDown size={14} stroke={1.75} aria-hidden />}
        >
          {words}
        </Button>
      }
    >
      <Menu.Dropdown>
        <Menu.RadioGroup value={period.kind}>
          {kinds.map((kind) => (
            <Menu.RadioItem
              key={kind}
              value={kind}
              closeMenuOnClick
              onClick={() => {
                onChange({ ...period, kind })
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
                onChange({ ...period, [end]: event.currentTarget.value })
              }}
            />
          ))}
        </Group>
      </Popover.Dropdown>
    </Popover>
  )
}
