import { Radio, Stack, TagsInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { accessLimits } from '../../../server/contract/limits.ts'
import { useAppDispatch } from '../../api/services.ts'
import { Answers } from '../../ui/Answers.tsx'
import { formatCount } from '../../ui/format.ts'
import { oneLine } from '../../ui/plain-text.ts'
import { sayFailure, toldOf, type Told } from '../../ui/sentences.ts'
import classes from './access.module.css'
import { changeLimit, selectLimits } from './access-slice.ts'
import { limitOf, namesText, type LimitTarget, type Sight } from './limits.ts'
import { OtherLimits } from './OtherLimits.tsx'

/** How many people and programs belong to a group of people, by its name. */
export type KnownGroups = Readonly<Record<string, number>>

type Way = 'everybody' | 'some' | 'admins'
const ways: readonly Way[] = ['everybody', 'some', 'admins']
const wayOf = (sight: Sight): Way =>
  sight === null ? 'everybody' : sight.length === 0 ? 'admins' : 'some'

/** How many names are offered at a time; more are found by typing. */
const offered = 20

interface PeopleFieldProps {
  names: readonly string[]
  known: KnownGroups | null
  isMissing: boolean
  onChange: (names: string[]) => void
}

/** Groups of people by their names, which may have commas and spaces: Enter alone ends one. */
const PeopleField = ({ names, known, isMissing, onChange }: PeopleFieldProps) => {
  const { t } = useTranslation()
  const unknown = known === null ? [] : names.filter((name) => !Object.hasOwn(known, name))
  return (
    <div className={classes.people}>
      <TagsInput
        size="sm"
        label={t('access.field')}
        description={t('access.fieldHint')}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        placeholder={names.length === 0 ? t('access.placeholder') : ''}
        splitChars={[]}
        acceptValueOnBlur
        // Names that differ in their case alone are two groups for the server.
        isDuplicate={(name, all) => all.includes(name)}
        maxTags={accessLimits.maxGroups}
        maxLength={accessLimits.maxGroupName}
        data={Object.keys(known ?? {}).toSorted((one, other) => one.localeCompare(other))}
        limit={offered}
        renderOption={({ option: { value } }) => (
          <span className={classes.option}>
            <bdi>{oneLine(value)}</bdi>
            <span className={classes.muted}>{formatCount(known?.[value] ?? 0)}</span>
          </span>
        )}
        value={[...names]}
        error={isMissing && t('access.missing')}
        onChange={onChange}
      />
      <p role="status" className={classes.warning}>
        {unknown.length > 0 && t('access.unknown', { names: namesText(unknown) })}
      </p>
    </div>
  )
}

interface LimitFormProps {
  target: LimitTarget
  /** Null where it could not be read. */
  known: KnownGroups | null
  onClose: () => void
}

/** The present answer, and another one. */
export const LimitForm = ({ target, known, onClose }: LimitFormProps) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const before = limitOf(useSelector(selectLimits), target)
  const [way, setWay] = useState(() => wayOf(before))
  const [names, setNames] = useState(before ?? [])
  const [isMissing, setMissing] = useState(false)
  const [isSaving, setSaving] = useState(false)
  const [failure, setFailure] = useState<Told | null>(null)

  /** Whether it was changed. */
  async function say(what: LimitTarget, from: Sight, after: Sight): Promise<boolean> {
    setSaving(true)
    setFailure(null)
    const done = await dispatch(changeLimit({ target: what, before: from, after }))
    setSaving(false)
    if (changeLimit.fulfilled.match(done)) return true
    setFailure(toldOf(done.error))
    return false
  }
  async function save(): Promise<void> {
    const after = way === 'everybody' ? null : way === 'admins' ? [] : names
    const isEmpty = way === 'some' && names.length === 0
    setMissing(isEmpty)
    if (isEmpty || isSaving) return
    const isSame = JSON.stringify(after) === JSON.stringify(before)
    if (isSame || (await say(target, before, after))) onClose()
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <Radio.Group
        aria-label={t(`access.label.${target.kind}`)}
        value={way}
        onChange={(value) => setWay(ways.find((one) => one === value) ?? 'everybody')}
      >
        <Stack gap={8}>
          {ways.map((one) => (
            <Radio
              key={one}
              value={one}
              label={t(`access.${one}`)}
              // The dialog stood before the form did.
              autoFocus={one === way}
            />
          ))}
        </Stack>
      </Radio.Group>
      {way === 'some' && (
        <PeopleField
          names={names}
          known={known}
          isMissing={isMissing && names.length === 0}
          onChange={setNames}
        />
      )}
      {target.kind === 'room' && (
        <OtherLimits
          oid={target.oid}
          name={target.name}
          onLift={(other) => void say(other.target, other.people, null)}
        />
      )}
      {failure !== null && (
        <p role="alert" className={classes.bad}>
          {sayFailure(t, failure)}
        </p>
      )}
      <Answers yes={t('access.save')} disabled={isSaving} onClose={onClose} />
    </form>
  )
}
