import { Button, Group, Popover } from '@mantine/core'
import { IconFilter, IconFilterFilled } from '@tabler/icons-react'
import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import { FilterFields, filterText, noFilter, toFilter } from '../choices/index.ts'
import classes from './reports.module.css'
import { reportsSlice } from './reports-slice.ts'
import { selectFilter } from './selectors.ts'

/** Which messages the next reports read: by whom, with which words, of which thread. */
export const FilterPicker = () => {
  const { t, i18n } = useTranslation()
  const dispatch = useAppDispatch()
  const draft = useSelector(selectFilter)
  const [isOpen, setOpen] = useState(false)
  const filter = toFilter(draft)
  const words = filterText(t, i18n.language, filter)
  const change = (changed: typeof draft) => dispatch(reportsSlice.actions.filterChanged(changed))
  const Icon = filter === undefined ? IconFilter : IconFilterFilled
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      position="bottom-end"
      width={340}
      trapFocus
      returnFocus
      withinPortal={false}
      withRoles={false}
    >
      <Popover.Target>
        <Button
          size="sm"
          h={32}
          px={filter === undefined ? 7 : 10}
          maw={240}
          variant="default"
          aria-label={`${t('choices.filter.label')}: ${words}`}
          aria-expanded={isOpen}
          aria-haspopup="dialog"
          title={words}
          onClick={() => setOpen((before) => !before)}
        >
          <Icon size={16} stroke={1.75} aria-hidden />
          {filter !== undefined && <span className={classes.filterWords}>{words}</span>}
        </Button>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={t('choices.filter.title')}>
        <Suspense fallback={null}>
          <div className={classes.filterFields}>
            <FilterFields draft={draft} onChange={change} takesFocus />
          </div>
        </Suspense>
        <Group justify="flex-end" mt="md" gap="xs">
          <Button
            size="sm"
            variant="default"
            disabled={filter === undefined}
            onClick={() => change(noFilter)}
          >
            {t('choices.filter.clear')}
          </Button>
          <Button size="sm" onClick={() => setOpen(false)}>
            {t('choices.filter.done')}
          </Button>
        </Group>
      </Popover.Dropdown>
    </Popover>
  )
}
