import { useTranslation } from 'react-i18next'
import type { Person } from '../../../server/contract/people.ts'
import classes from './people.module.css'
import { roleIcons } from './role-icons.ts'

/** What a person is, as people have said, or as reports take it by the source. */
export const RoleMark = ({ person: { role, isBot } }: { person: Person }) => {
  const { t } = useTranslation()
  const shown = role ?? (isBot ? 'bot' : null)
  if (shown === null) return null
  const Icon = roleIcons[shown]
  return (
    <span
      className={classes.mark}
      data-role={shown}
      title={role === null ? t('people.botBySource') : undefined}
    >
      <Icon size={14} stroke={1.75} aria-hidden />
      {t(`people.roles.${shown}`)}
    </span>
  )
}
