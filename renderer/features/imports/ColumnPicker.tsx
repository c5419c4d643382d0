import { Button, Checkbox, Group, Select, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../ui/Dialog.tsx'
import type { Import, ImportTable } from '../../../server/contract/imports.ts'
import { useAppDispatch } from '../../api/services.ts'
import { oneLine, shorten } from '../../ui/plain-text.ts'
import { chosen, columnFields, columnLabel, previewOf, type Columns } from './columns.ts'
import { readAgain } from './imports-slice.ts'
import classes from './columns.module.css'
import { ownTimeZone } from './own-time-zone.ts'
import { TimeZoneSelect } from './TimeZoneSelect.tsx'

/** Rows of the table that are shown; the person only has to recognise the columns. */
const shownRows = 6

/** Asks what the columns of a table hold, and shows the messages that come of the answer. */
export const ColumnPicker = ({
  item,
  table,
  onClose,
}: {
  item: Import
  table: ImportTable
  onClose: () => void
}) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const [columns, setColumns] = useState<Columns>(table.columns)
  const [hasHeader, setHasHeader] = useState(table.hasHeader)
  const [timeZone, setTimeZone] = useState(ownTimeZone)
  const width = Math.max(...table.rows.map((row) => row.length))
  const options = Array.from({ length: width }, (_, column) => ({
    value: String(column),
    label: columnLabel(table, hasHeader, column) ?? t('imports.columns.number', { n: column + 1 }),
  }))
  const mapping = chosen(columns)

  const read = () => {
    if (!mapping) return
    onClose()
    void dispatch(
      readAgain({
        importOid: item.importOid,
        reading: { columns: mapping, hasHeader, timeZone },
      }),
    )
  }

  return (
    <Dialog onClose={onClose} title={t('imports.columns.title')} size={880}>
      <Text size="sm" mb="md">
        {t('imports.columns.text', { file: oneLine(table.file) })}
      </Text>
      <div className={classes.fields}>
        {columnFields.map((field) => (
          <Select
            key={field}
            size="sm"
            label={t(`imports.columns.fields.${field}`)}
            withAsterisk={field === 'text'}
            placeholder={t('imports.columns.none')}
            data={options}
            value={columns[field] === undefined ? null : String(columns[field])}
            onChange={(value) =>
              setColumns({ ...columns, [field]: value === null ? undefined : Number(value) })
            }
            clearable={field !== 'text'}
            allowDeselect={false}
            comboboxProps={{ withinPortal: false }}
          />
        ))}
        <TimeZoneSelect value={timeZone} onChange={setTimeZone} />
      </div>
      <Checkbox
        size="sm"
        mt="md"
        checked={hasHeader}
        onChange={(event) => setHasHeader(event.currentTarget.checked)}
        label={t('imports.columns.hasHeader')}
      />
      <TablePreview table={table} columns={columns} hasHeader={hasHeader} />
      <MessagePreview table={table} columns={columns} hasHeader={hasHeader} />
      <Group justify="flex-end" mt="lg" gap="xs">
        <Button size="sm" variant="default" onClick={onClose}>
          {t('app.close')}
        </Button>
        <Button size="sm" disabled={!mapping} onClick={read}>
          {t('imports.columns.read')}
        </Button>
      </Group>
    </Dialog>
  )
}

interface PreviewProps {
  table: ImportTable
  columns: Columns
  hasHeader: boolean
}

/** The first rows as they stand in the file; the columns in use are marked. */
const TablePreview = ({ table, columns, hasHeader }: PreviewProps) => {
  const { t } = useTranslation()
  const used = new Set(Object.values(columns))
  return (
    <div
      className={classes.scroll}
      tabIndex={0}
      role="group"
      aria-label={t('imports.columns.rows')}
    >
      <table className={classes.table}>
        <tbody>
          {table.rows.slice(0, shownRows).map((row, index) => (
            // Rows never change their place, and two may be equal.
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={index} data-header={hasHeader && index === 0}>
              {row.map((cell, column) => (
                // oxlint-disable-next-line react/no-array-index-key
                <td key={column} data-used={used.has(column)}>
                  {shorten(oneLine(cell), 60)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const MessagePreview = (props: PreviewProps) => {
  const { t } = useTranslation()
  const messages = previewOf(props.table, props.columns, props.hasHeader)
  return (
    <section className={classes.preview} aria-live="polite">
      <h3>{t('imports.columns.preview')}</h3>
      {messages.length === 0 ? (
        <p className={classes.muted}>{t('imports.columns.needsText')}</p>
      ) : (
        <ul>
          {messages.map((message, index) => (
            // oxlint-disable-next-line react/no-array-index-key
            <li key={index}>
              <span className={classes.muted}>{shorten(oneLine(message.time), 32)}</span>
              <bdi className={classes.author}>{shorten(oneLine(message.author), 40)}</bdi>
              <bdi className={classes.words}>{shorten(oneLine(message.text), 160)}</bdi>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
