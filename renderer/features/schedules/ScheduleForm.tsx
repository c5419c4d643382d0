import { Button, Checkbox, Group, Radio, Select, TagsInput, TextInput } from '@mantine/core'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { groupLimits } from '../../../server/contract/limits.ts'
import {
  missedChoices,
  scheduleProducts,
  type Schedule,
} from '../../../server/contract/schedules.ts'
import { useAppDispatch, type CommandError } from '../../api/services.ts'
import { oneLine } from '../../ui/plain-text.ts'
import { sayFailure, toldOf } from '../../ui/sentences.ts'
import { periodData, periodKey, periodOf, usualChoices } from '../choices/index.ts'
import { selectGroup, selectGroups, type GroupsRoot } from '../groups/index.ts'
import { loadSettings, selectSettingsView, type SettingsRoot } from '../settings/index.ts'
import { ApprovalSection, type FieldsProps } from './ApprovalSection.tsx'
import { changeSchedule, makeSchedule } from './commands.ts'
import {
  draftOf,
  draftProblems,
  newDraft,
  toChange,
  toRequest,
  type ScheduleDraft,
} from './draft.ts'
import { MoreChoices } from './MoreChoices.tsx'
import { NextRuns } from './NextRuns.tsx'
import classes from './schedules.module.css'
import { toCron, whenProblem } from './when.ts'
import { WhenFields } from './WhenFields.tsx'

/** Value of the item that stands for rooms that were chosen by hand. */
const byHand = 'rooms'
const dropdown = { transitionProps: { duration: 120 } }

const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

const WhenSection = ({ draft, problems, change }: FieldsProps) => {
  const { t } = useTranslation()
  const { when, timeZone, period } = draft
  const zones = useMemo(
    () => [...new Set([ownZone(), 'UTC', timeZone, ...Intl.supportedValuesOf('timeZone')])],
    [timeZone],
  )
  return (
    <>
      <WhenFields
        when={when}
        problems={problems}
        onChange={(changed) => change({ when: changed })}
        zone={
          <Select
            size="sm"
            label={t('schedules.form.zone')}
            title={t('schedules.form.zoneHint')}
            data={zones}
            value={timeZone}
            searchable
            limit={80}
            allowDeselect={false}
            maxDropdownHeight={220}
            comboboxProps={dropdown}
            onChange={(zone) => zone !== null && change({ timeZone: zone })}
          />
        }
      />
      <NextRuns
        cron={whenProblem(when) === null ? toCron(when) : null}
        timeZone={timeZone}
        period={period}
      />
    </>
  )
}

const WhatSection = ({ draft, problems, change }: FieldsProps) => {
  const { t } = useTranslation()
  const groups = useSelector(selectGroups)
  const { groupOid, roomOids, period } = draft
  const chosen = groupOid ?? (roomOids.length > 0 ? byHand : null)
  return (
    <>
      <Select
        size="sm"
        label={t('schedules.form.what')}
        placeholder={t('schedules.form.whichGroup')}
        data={[
          ...groups.map((group) => ({
            value: group.groupOid,
            label: t('schedules.group', {
              name: oneLine(group.name).trim() || t('groups.unnamed'),
            }),
          })),
          ...(roomOids.length > 0
            ? [{ value: byHand, label: t('schedules.form.byHand', { count: roomOids.length }) }]
            : []),
        ]}
        value={chosen}
        allowDeselect={false}
        comboboxProps={dropdown}
        error={problems.target && t('schedules.form.problems.target')}
        onChange={(value) => change({ groupOid: value === byHand ? null : value })}
      />
      <Select
        size="sm"
        label={t('schedules.form.period')}
        data={periodData(t, period)}
        value={periodKey(period)}
        allowDeselect={false}
        comboboxProps={dropdown}
        onChange={(value) => value !== null && change({ period: periodOf(value) })}
      />
    </>
  )
}

const MakeSection = ({ draft, problems, change }: FieldsProps) => {
  const { t } = useTranslation()
  return (
    <Checkbox.Group
      className={classes.wide ?? ''}
      label={t('schedules.form.make')}
      error={problems.make && t('schedules.form.problems.make')}
      value={[...draft.make]}
      // In one order, however they were ticked.
      onChange={(chosen) =>
        change({ make: scheduleProducts.filter((product) => chosen.includes(product)) })
      }
    >
      <Group gap="lg" mt={6}>
        {scheduleProducts.map((product) => (
          <Checkbox
            key={product}
            size="xs"
            value={product}
            label={t(`schedules.make.${product}`)}
          />
        ))}
      </Group>
    </Checkbox.Group>
  )
}

const MailSection = ({ draft, problems, change }: FieldsProps) => {
  const { t } = useTranslation()
  const { delivery, recipients, noMail } = draft
  return (
    <>
      <Select
        size="sm"
        label={t('schedules.form.delivery')}
        data={(['digest', 'single'] as const).map((value) => ({
          value,
          label: t(`groups.deliveries.${value}`),
        }))}
        value={delivery}
        disabled={noMail}
        allowDeselect={false}
        comboboxProps={dropdown}
        onChange={(value) => change({ delivery: value === 'single' ? value : 'digest' })}
      />
      <div>
        <TagsInput
          size="sm"
          label={t('schedules.form.recipients')}
          description={t('schedules.form.recipientsHint')}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          placeholder={recipients.length === 0 ? t('groups.recipientsPlaceholder') : ''}
          disabled={noMail}
          splitChars={[',', ';', ' ']}
          acceptValueOnBlur
          maxTags={100}
          value={noMail ? [] : [...recipients]}
          error={
            problems.recipient !== undefined &&
            t('groups.recipientsBad', { address: oneLine(problems.recipient) })
          }
          onChange={(typed) => change({ recipients: typed })}
        />
        <Checkbox
          size="xs"
          mt={8}
          label={t('schedules.form.noMail')}
          checked={noMail}
          onChange={({ currentTarget: { checked } }) => change({ noMail: checked })}
        />
      </div>
    </>
  )
}

interface ScheduleFormProps {
  /** Undefined: a new one. */
  schedule: Schedule | undefined
  groupOid?: string | undefined
  roomOids?: readonly string[] | undefined
  onClose: () => void
}

/** Makes a schedule, or changes one. It stays open until the server has taken it. */
export const ScheduleForm = ({ schedule, groupOid, roomOids, onClose }: ScheduleFormProps) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const [draft, setDraft] = useState(() =>
    schedule === undefined
      ? newDraft({ timeZone: ownZone(), groupOid, roomOids })
      : draftOf(schedule),
  )
  const [isTried, setTried] = useState(false)
  const [isSaving, setSaving] = useState(false)
  const [refusal, setRefusal] = useState<CommandError | null>(null)
  const settings = useSelector((root: SettingsRoot) => selectSettingsView(root))?.values
  const group = useSelector((root: GroupsRoot) => selectGroup(root, draft.groupOid ?? undefined))
  useEffect(() => void dispatch(loadSettings()), [dispatch])
  const others = usualChoices(settings, group, draft.choices)
  const problems = draftProblems(draft)
  const shown = isTried ? problems : {}
  const change = (part: Partial<ScheduleDraft>) => setDraft((before) => ({ ...before, ...part }))
  const save = async () => {
    setTried(true)
    if (Object.keys(problems).length > 0 || isSaving) return
    setSaving(true)
    const answer =
      schedule === undefined
        ? await dispatch(makeSchedule(toRequest(draft)))
        : await dispatch(
            changeSchedule({ scheduleOid: schedule.scheduleOid, change: toChange(draft) }),
          )
    setSaving(false)
    if (answer.meta.requestStatus === 'fulfilled') onClose()
    else if ('error' in answer) setRefusal(answer.error)
  }
  const fields = { draft, problems: shown, change }
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <div className={classes.form}>
        <TextInput
          size="sm"
          className={classes.wide ?? ''}
          label={t('schedules.form.name')}
          placeholder={t('schedules.form.namePlaceholder')}
          value={draft.name}
          maxLength={groupLimits.maxNameLength}
          data-autofocus
          error={shown.name && t('schedules.form.problems.name')}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <WhenSection {...fields} />
        <WhatSection {...fields} />
        <MakeSection {...fields} />
        <MailSection {...fields} />
        <ApprovalSection {...fields} others={others} />
        <Radio.Group
          className={classes.wide ?? ''}
          label={t('schedules.form.missed')}
          description={t('schedules.form.missedHint')}
          value={draft.missed}
          onChange={(value) => change({ missed: value === 'skip' ? value : 'catchUp' })}
        >
          <Group gap="lg" mt={6}>
            {missedChoices.map((choice) => (
              <Radio
                key={choice}
                size="xs"
                value={choice}
                label={t(`schedules.form.missedChoices.${choice}`)}
              />
            ))}
          </Group>
        </Radio.Group>
        <MoreChoices
          choices={draft.choices}
          others={others}
          engine={settings?.summaryEngine}
          onChange={(choices) => change({ choices })}
        />
      </div>
      {refusal !== null && (
        <p role="alert" className={classes.problem}>
          {sayFailure(t, toldOf(refusal))}
        </p>
      )}
      <Group justify="flex-end" mt="lg" gap="xs" className={classes.answers ?? ''}>
        <Button size="sm" variant="default" onClick={onClose}>
          {t('trash.no')}
        </Button>
        <Button size="sm" type="submit" loading={isSaving}>
          {t(schedule === undefined ? 'schedules.form.create' : 'schedules.form.save')}
        </Button>
      </Group>
    </form>
  )
}
