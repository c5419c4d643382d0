import { Radio, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { messageLimits } from '../../../server/contract/limits.ts'
import type { Person } from '../../../server/contract/people.ts'
import { useAppDispatch } from '../../api/services.ts'
import { Answers } from '../../ui/Answers.tsx'
import { formatCount } from '../../ui/format.ts'
import { Name } from '../../ui/Name.tsx'
import { oneLine } from '../../ui/plain-text.ts'
import { sourceName } from '../../ui/source-names.ts'
import { mergeAct, sayOfPeople } from './commands.ts'
import classes from './people.module.css'

/** Names that are offered; who wants another one writes it. */
const mostNames = 5
const another = 'another'

/** Whoever has written most leads, and gives the name that is offered first. */
const byMessages = (people: readonly [Person, ...Person[]]): readonly [Person, ...Person[]] => {
  const [first, ...rest] = [...people].sort((a, b) => b.messageCount - a.messageCount)
  return first === undefined ? people : [first, ...rest]
}

/** A name that somebody has given, then full names, then the others; those of most messages first. */
const rank = ({ name, givenName }: Person): number =>
  givenName !== null ? 0 : /\S\s+\S/u.test(name) ? 1 : 2

/** Names to choose from. */
const namesOf = (people: readonly Person[]): string[] => {
  const shown = [...people].sort((a, b) => rank(a) - rank(b)).map(({ name }) => name)
  return [...new Set([...shown, ...people.flatMap(({ names }) => names)])]
    .filter((name) => oneLine(name).trim() !== '')
    .slice(0, mostNames)
}

export interface MergePeopleProps {
  people: readonly [Person, ...Person[]]
  onClose: () => void
}

/** Shows who becomes one person, and asks by which name. */
export const MergePeople = ({ people, onClose }: MergePeopleProps) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const sorted = byMessages(people)
  const names = namesOf(sorted)
  const [chosen, setChosen] = useState(names[0] ?? another)
  const [typed, setTyped] = useState('')
  const wanted = chosen === another ? typed.trim() : chosen
  const messages = sorted.reduce((sum, { messageCount }) => sum + messageCount, 0)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (wanted === '') return
        onClose()
        void dispatch(sayOfPeople(mergeAct(sorted, wanted)))
      }}
    >
      <Stack gap="md">
        <ul className={classes.becoming}>
          {sorted.map((person) => (
            <li key={person.personOid}>
              <Name className={classes.who} fallback={t('people.unnamed')}>
                {person.name}
              </Name>
              <span className={classes.muted}>
                {person.sources.map((source) => sourceName(t, source)).join(', ')}
              </span>
              <span className={classes.counted}>
                {t('people.messages', { count: person.messageCount })}
              </span>
            </li>
          ))}
          <li className={classes.sum}>
            <span>{t('people.together')}</span>
            <span className={classes.counted}>{formatCount(messages)}</span>
          </li>
        </ul>
        <Radio.Group label={t('people.shownName')} value={chosen} onChange={setChosen}>
          <Stack gap={6} mt="xs">
            {names.map((name) => (
              <Radio
                key={name}
                value={name}
                label={<Name>{name}</Name>}
                data-autofocus={name === chosen || undefined}
              />
            ))}
            <Radio value={another} label={t('people.anotherName')} />
          </Stack>
        </Radio.Group>
        {chosen === another && (
          <TextInput
            aria-label={t('people.anotherName')}
            value={typed}
            maxLength={messageLimits.maxAuthorLength}
            autoFocus
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        )}
        <Text size="sm" c="var(--text-muted)">
          {t('people.mergeText')}
        </Text>
      </Stack>
      <Answers
        yes={t('people.mergeYes', { count: people.length })}
        disabled={wanted === ''}
        onClose={onClose}
      />
    </form>
  )
}
