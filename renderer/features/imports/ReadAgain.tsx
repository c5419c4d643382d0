import { Button, Group, SegmentedControl, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type {
  Import,
  ImportChoices,
  ImportReading,
  RoomUnit,
} from '../../../server/contract/imports.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { useAppDispatch } from '../../api/services.ts'
import { oneLine } from '../../ui/plain-text.ts'
import { formatName } from '../../ui/source-names.ts'
import { ColumnPicker } from './ColumnPicker.tsx'
import classes from './imports.module.css'
import { readAgain } from './imports-slice.ts'
import { ownTimeZone } from './own-time-zone.ts'
import { TimeZoneSelect } from './TimeZoneSelect.tsx'

const warnsOf = (item: Import, code: string): boolean =>
  item.warnings.some((warning) => warning.code === code)

/** What a person may decide better than the import did: columns, format, bridges, times. */
export const ReadAgain = ({ item }: { item: Import }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const [open, setOpen] = useState<'columns' | 'times' | null>(null)
  if (item.state !== 'finished' && item.state !== 'failed') return null
  const { table, formats = [], bridges = [], nearest, rooms } = item.choices ?? {}
  const isZoneAssumed = warnsOf(item, 'assumed_zone') || warnsOf(item, 'ambiguous_dates')
  const asks = table ?? formats[1] ?? bridges[0] ?? nearest ?? rooms
  if (asks === undefined && !isZoneAssumed) return null
  const read = (reading: ImportReading) =>
    void dispatch(readAgain({ importOid: item.importOid, reading }))
  const close = () => setOpen(null)
  return (
    <div className={classes.choices}>
      {table && (
        <Button size="compact-sm" variant="light" onClick={() => setOpen('columns')}>
          {t('imports.columns.choose')}
        </Button>
      )}
      {formats.slice(1).map((format) => (
        <Button key={format} size="compact-sm" variant="default" onClick={() => read({ format })}>
          {t('imports.readAs', { format: formatName(t, format) })}
        </Button>
      ))}
      {nearest && (
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => read({ format: nearest.format })}
        >
          {t('imports.readAnyway', { format: formatName(t, nearest.format) })}
        </Button>
      )}
      {rooms && <RoomUnits rooms={rooms} onChoose={(unit) => read({ rooms: unit })} />}
      {bridges.length > 0 && (
        <Button size="compact-sm" variant="default" onClick={() => read({ bridges })}>
          {t('imports.splitBridges', { nicks: bridges.join(', ') })}
        </Button>
      )}
      {isZoneAssumed && item.state === 'finished' && (
        <Button size="compact-sm" variant="default" onClick={() => setOpen('times')}>
          {t('imports.timeZone.change')}
        </Button>
      )}
      {open === 'columns' && table && <ColumnPicker item={item} table={table} onClose={close} />}
      {open === 'times' && <TimesDialog item={item} onClose={close} />}
    </div>
  )
}

interface RoomUnitsProps {
  rooms: NonNullable<ImportChoices['rooms']>
  onChoose: (unit: RoomUnit) => void
}

/** Many files of one folder: are they one room, or is each a room? Nothing in the files tells. */
const RoomUnits = ({ rooms: { now, folder, files }, onChoose }: RoomUnitsProps) => {
  const { t } = useTranslation()
  const name = oneLine(folder.split('/').at(-1) ?? folder)
  return (
    <>
      <span className={classes.question}>
        {t('imports.roomUnits.question', { count: files, folder: name })}
      </span>
      <SegmentedControl
        size="xs"
        aria-label={t('imports.roomUnits.label')}
        value={now}
        onChange={(value) => {
          if (value !== now) onChoose(value === 'folder' ? 'folder' : 'file')
        }}
        data={[
          { value: 'file', label: t('imports.roomUnits.file') },
          { value: 'folder', label: t('imports.roomUnits.folder') },
        ]}
      />
    </>
  )
}

type Order = 'dmy' | 'mdy'

const TimesDialog = ({ item, onClose }: { item: Import; onClose: () => void }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const [timeZone, setTimeZone] = useState(ownTimeZone)
  const isOrderOpen = warnsOf(item, 'ambiguous_dates')
  const [dateOrder, setDateOrder] = useState<Order>('dmy')
  return (
    <Dialog onClose={onClose} title={t('imports.timeZone.title')} size={440}>
      <Text size="sm" mb="md">
        {t('imports.timeZone.text')}
      </Text>
      <TimeZoneSelect value={timeZone} onChange={setTimeZone} />
      {isOrderOpen && (
        <SegmentedControl
          mt="md"
          fullWidth
          size="sm"
          aria-label={t('imports.timeZone.order')}
          value={dateOrder}
          onChange={(value) => setDateOrder(value === 'mdy' ? 'mdy' : 'dmy')}
          data={[
            { value: 'dmy', label: t('imports.timeZone.dmy') },
            { value: 'mdy', label: t('imports.timeZone.mdy') },
          ]}
        />
      )}
      <Group justify="flex-end" mt="lg" gap="xs">
        <Button size="sm" variant="default" onClick={onClose}>
          {t('app.close')}
        </Button>
        <Button
          size="sm"
          onClick={() => {
            onClose()
            const reading = { timeZone, ...(isOrderOpen ? { dateOrder } : {}) }
            void dispatch(readAgain({ importOid: item.importOid, reading }))
          }}
        >
          {t('imports.columns.read')}
        </Button>
      </Group>
    </Dialog>
  )
}
