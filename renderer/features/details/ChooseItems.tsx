import { Button, Checkbox, Group, Textarea, TextInput } from '@mantine/core'
import { useEffect, useRef, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { choiceLimits } from '../../../server/contract/limits.ts'
import { chosenLists, type ChosenList, type Summary } from '../../../server/contract/summary.ts'
import { useAppDispatch, type CommandError } from '../../api/services.ts'
import { RowButton } from '../../ui/RowButton.tsx'
import { sayFailure } from '../../ui/sentences.ts'
import { addedRow, changeBetween, rowsOf, type ChoiceRow, type ChoiceWords } from './choices.ts'
import { chooseItems } from './commands.ts'
import classes from './details.module.css'

interface RowProps {
  row: ChoiceRow
  /** What it is called for those who hear it. */
  name: string
  isNew: boolean
  onChange: (row: ChoiceRow) => void
}

const Row = ({ row, name, isNew, onChange }: RowProps) => {
  const { t } = useTranslation()
  const { kept, words, list } = row
  const change = (some: Partial<ChoiceWords>) => onChange({ ...row, words: { ...words, ...some } })
  const text = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    if (isNew) text.current?.focus()
  }, [isNew])
  return (
    <li className={classes.choice} data-left-out={!kept || undefined}>
      <Checkbox
        size="xs"
        aria-label={t('details.choose.keep', { name })}
        checked={kept}
        onChange={({ currentTarget }) => onChange({ ...row, kept: currentTarget.checked })}
      />
      <div>
        <Textarea
          ref={text}
          size="xs"
          autosize
          minRows={1}
          maxRows={8}
          dir="auto"
          aria-label={t('details.choose.text', { name })}
          maxLength={choiceLimits.maxItemText}
          value={words.text}
          disabled={!kept}
          onChange={({ currentTarget }) => change({ text: currentTarget.value })}
        />
        {list === 'actionItems' && (
          <Group gap="xs" mt={4} grow>
            <TextInput
              size="xs"
              aria-label={t('details.choose.owner', { name })}
              placeholder={t('details.choose.ownerHint')}
              maxLength={choiceLimits.maxOwner}
              value={words.owner}
              disabled={!kept}
              onChange={({ currentTarget }) => change({ owner: currentTarget.value })}
            />
            <TextInput
              size="xs"
              type="date"
              aria-label={t('details.choose.due', { name })}
              value={words.due}
              disabled={!kept}
              onChange={({ currentTarget }) => change({ due: currentTarget.value })}
            />
          </Group>
        )}
      </div>
    </li>
  )
}

export interface ChooseItemsProps {
  reportOid: string
  summary: Summary
  onClose: () => void
}

/** What the report tells, item by item: ticked off, worded or added; then its workbook is written again. */
export const ChooseItems = ({ reportOid, summary, onClose }: ChooseItemsProps) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const [before] = useState(() => rowsOf(summary))
  const [rows, setRows] = useState(before)
  const [newest, setNewest] = useState<ChoiceRow['item'] | null>(null)
  const [isAsking, setAsking] = useState(false)
  const [problem, setProblem] = useState<CommandError | null>(null)
  const items = changeBetween(before, rows)
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => form.current?.querySelector('input')?.focus(), [])

  const add = (list: ChosenList) => {
    const row = addedRow(list, `own-${crypto.randomUUID()}`)
    setRows([...rows, row])
    setNewest(row.item)
  }
  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (items.length === 0 || isAsking) return
    setAsking(true)
    const undo = changeBetween(rows, before)
    const answer = await dispatch(chooseItems({ reportOid, items, undo }))
    setAsking(false)
    if (chooseItems.fulfilled.match(answer)) onClose()
    else setProblem(answer.error as CommandError)
  }
  return (
    <form
      ref={form}
      data-takes-escape
      aria-label={t('details.choose.title')}
      onSubmit={(event) => void save(event)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose()
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void save(event)
      }}
    >
      <p className={classes.muted}>{t('details.choose.hint')}</p>
      {chosenLists.map((list) => (
        <fieldset key={list} className={classes.choices}>
          <legend>{t(`details.${list}`)}</legend>
          <ul className={classes.items}>
            {rows
              .filter((row) => row.list === list)
              .map((row, index) => (
                <Row
                  key={row.item}
                  row={row}
                  name={`${t(`details.${list}`)} ${index + 1}`}
                  isNew={row.item === newest}
                  onChange={(next) => setRows(rows.map((each) => (each === row ? next : each)))}
                />
              ))}
          </ul>
          <RowButton name={t(`details.choose.add.${list}`)} onClick={() => add(list)}>
            {t('details.choose.addShort')}
          </RowButton>
        </fieldset>
      ))}
      {problem !== null && (
        <p className={classes.warning} role="alert">
          {sayFailure(t, { ...problem, code: problem.code, message: problem.message ?? '' })}
        </p>
      )}
      <Group justify="flex-end" gap="xs">
        <Button size="xs" variant="default" onClick={onClose}>
          {t('trash.no')}
        </Button>
        <Button size="xs" type="submit" disabled={items.length === 0} loading={isAsking}>
          {t('details.choose.save')}
        </Button>
      </Group>
    </form>
  )
}
