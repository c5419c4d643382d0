import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import type { Person, PeopleSuggestion } from '../../../server/contract/people.ts'
import { useAppDispatch } from '../../api/services.ts'
import { formatCount } from '../../ui/format.ts'
import { Name } from '../../ui/Name.tsx'
import { oneLine } from '../../ui/plain-text.ts'
import { RowButton } from '../../ui/RowButton.tsx'
import { apartAct, sayOfPeople } from './commands.ts'
import classes from './people.module.css'
import { peopleSlice, type PeopleRoot } from './people-slice.ts'

/** Suggestions that stand above the list until all are asked for. */
const fewShown = 2

const Suggestion = ({ people }: PeopleSuggestion) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const names = people.map(({ name }) => oneLine(name)).join(', ')
  return (
    <li className={classes.suggestion}>
      <span className={classes.alike}>
        {people.map(({ personOid, name, messageCount }: Person) => (
          <span key={personOid} className={classes.chip}>
            <Name fallback={t('people.unnamed')}>{name}</Name>
            <span className={classes.muted}>{formatCount(messageCount)}</span>
          </span>
        ))}
      </span>
      <RowButton
        name={t('people.mergeNames', { names })}
        onClick={() => dispatch(peopleSlice.actions.asked({ kind: 'merge', people }))}
      >
        {t('people.merge')}
      </RowButton>
      <RowButton
        name={t('people.apartNames', { names })}
        onClick={() => void dispatch(sayOfPeople(apartAct(people)))}
      >
        {t('people.apart')}
      </RowButton>
    </li>
  )
}

/** People whose names are so alike that they may be one. */
export const Suggestions = () => {
  const { t } = useTranslation()
  const all = useSelector(({ people }: PeopleRoot) => people.suggestions)
  const [isWhole, setIsWhole] = useState(false)
  if (all.length === 0) return null
  const shown = isWhole ? all : all.slice(0, fewShown)
  return (
    <section className={classes.suggestions} aria-label={t('people.suggestions')}>
      <header>
        <h2>{t('people.suggested', { count: all.length })}</h2>
        {all.length > fewShown && (
          <RowButton onClick={() => setIsWhole(!isWhole)}>
            {isWhole ? t('people.fewer') : t('people.allSuggestions', { count: all.length })}
          </RowButton>
        )}
      </header>
      <ul data-whole={isWhole || undefined}>
        {shown.map((suggestion) => (
          <Suggestion
            key={suggestion.people.map(({ personOid }) => personOid).join(' ')}
            {...suggestion}
          />
        ))}
      </ul>
    </section>
  )
}
