import { Checkbox, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Person, PersonPart } from '../../../server/contract/people.ts'
import { useAppDispatch } from '../../api/services.ts'
import { Answers } from '../../ui/Answers.tsx'
import { Name } from '../../ui/Name.tsx'
import { sourceName } from '../../ui/source-names.ts'
import { sayOfPeople, splitAct } from './commands.ts'
import classes from './people.module.css'

const Part = ({ part }: { part: PersonPart }) => {
  const { t } = useTranslation()
  return (
    <span className={classes.part}>
      <Name className={classes.who} fallback={t('people.unnamed')}>
        {part.name}
      </Name>
      <span className={classes.muted}>{sourceName(t, part.source)}</span>
      <span className={classes.counted}>{t('people.messages', { count: part.messageCount })}</span>
    </span>
  )
}

/** Asks which authors are somebody else after all. */
export const SplitPerson = ({ person, onClose }: { person: Person; onClose: () => void }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const [leaving, setLeaving] = useState<readonly string[]>(() =>
    person.parts.slice(1).map(({ personOid }) => personOid),
  )
  const isNobodyLeft = leaving.length === person.parts.length
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        onClose()
        void dispatch(sayOfPeople(splitAct(person, leaving)))
      }}
    >
      <Checkbox.Group
        label={t('people.leaving')}
        value={[...leaving]}
        onChange={setLeaving}
        error={isNobodyLeft ? t('people.nobodyLeft') : undefined}
      >
        <Stack gap={6} my="xs">
          {person.parts.map((part) => (
            <Checkbox
              key={part.personOid}
              value={part.personOid}
              label={<Part part={part} />}
              classNames={{ labelWrapper: classes.partLabel ?? '' }}
            />
          ))}
        </Stack>
      </Checkbox.Group>
      <Text size="sm" mt="md" c="var(--text-muted)">
        {t('people.splitText')}
      </Text>
      <Answers
        yes={t('people.splitYes', { count: leaving.length })}
        disabled={leaving.length === 0 || isNobodyLeft}
        hasFocus
        onClose={onClose}
      />
    </form>
  )
}
