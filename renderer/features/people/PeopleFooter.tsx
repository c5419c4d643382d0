import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import { formatCount } from '../../ui/format.ts'
import { RowButton } from '../../ui/RowButton.tsx'
import { roleAct, sayOfPeople } from './commands.ts'
import grid from '../../ui/grid.module.css'
import { peopleSlice, type PeopleRoot } from './people-slice.ts'

const { asked, peopleSelected } = peopleSlice.actions

/** How many people there are, and what can be done with the selected ones. */
export const PeopleFooter = () => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const people = useSelector((root: PeopleRoot) => root.people.people)
  const selected = useSelector((root: PeopleRoot) => root.people.selected)
  const total = useSelector((root: PeopleRoot) => root.people.total)
  const chosen = people.filter(({ personOid }) => selected[personOid])
  return (
    <footer className={grid.footer}>
      {chosen.length === 0 ? (
        <span>
          {people.length < total
            ? t('people.shownOf', { shown: formatCount(people.length), count: total })
            : t('people.count', { count: total })}
        </span>
      ) : (
        <>
          <strong>{t('people.selected', { count: chosen.length })}</strong>
          <RowButton onClick={() => dispatch(peopleSelected([]))}>
            {t('rooms.clearSelection')}
          </RowButton>
          {chosen.length > 1 && (
            <RowButton onClick={() => dispatch(asked({ kind: 'merge', people: chosen }))}>
              {t('people.mergeMany', { count: chosen.length })}
            </RowButton>
          )}
          <span>{t('people.columns.role')}:</span>
          {(['team', 'guest', 'bot'] as const).map((role) => (
            <RowButton
              key={role}
              name={t('people.setRole', { role: t(`people.roles.${role}`) })}
              onClick={() => void dispatch(sayOfPeople(roleAct(chosen, role)))}
            >
              {t(`people.roles.${role}`)}
            </RowButton>
          ))}
        </>
      )}
      <span className={grid.hint}>{t('people.hint')}</span>
    </footer>
  )
}
