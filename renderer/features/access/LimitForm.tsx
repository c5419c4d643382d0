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
import { changeLimits, selectLimits, type LimitFrom } from './access-slice.ts'
import { commonSight, limitOf, namesText, type LimitTarget, type Sight } from './limits.ts'
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
  /** One, or several rooms. */
  targets: readonly LimitTarget[]
  /** Null where it could not be read. */
  known: KnownGroups | null
  onClose: () => void
}

/** The present answer, and another one. */
export const LimitForm = ({ targets, known, onClose }: LimitFormProps) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const limits = useSelector(selectLimits)
  const before = commonSight(limits, targets)
  const [way, setWay] = useState(() => (before === undefined ? null : wayOf(before)))
  const [names, setNames] = useState(before ?? [])
  const [isMissing, setMissing] = useState(false)
  const [isSaving, setSaving] = useState(false)
  const [failure, setFailure] = useState<Told | null>(null)

  /** Whether it was changed. */
  async function say(from: LimitFrom[], after: Sight): Promise<boolean> {
    setSaving(true)
    setFailure(null)
    const done = await dispatch(changeLimits({ from, after }))
    setSaving(false)
    if (changeLimits.fulfilled.match(done)) return true
    setFailure(toldOf(done.error))
    return false
  }
  async function save(): Promise<void> {
    const after = way === 'everybody' ? null : way === 'admins' ? [] : names
    const isEmpty = way === 'some' && names.length === 0
    setMissing(isEmpty)
    if (isEmpty || isSaving) return
    const isSame = JSON.stringify(after) === JSON.stringify(before)
    // Where they differ and nothing was chosen, each stays as it is.
    if (isSame || way === null) return onClose()
    const from = targets.map((target) => ({ target, before: limitOf(limits, target) }))
    if (await say(from, after)) onClose()
  }
  const [first, ...others] = targets
  const one = others.length === 0 ? first : undefined
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      {before === undefined && <p className={classes.text}>{t('access.mixed')}</p>}
      <Radio.Group
        aria-label={t(`access.label.${one === undefined ? 'rooms' : one.kind}`)}
        value={way}
        onChange={(value) => setWay(ways.find((each) => each === value) ?? 'everybody')}
      >
        <Stack gap={8}>
          {ways.map((each, place) => (
            <Radio
              key={each}
              value={each}
              label={t(`access.${each}`)}
              // The dialog stood before the form did.
              autoFocus={way === null ? place === 0 : each === way}
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
      {one?.kind === 'room' && (
        <OtherLimits
          oid={one.oid}
          name={one.name}
          onLift={({ target, people }) => void say([{ target, before: people }], null)}
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
