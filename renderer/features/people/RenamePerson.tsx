import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { messageLimits } from '../../../server/contract/limits.ts'
import type { Person } from '../../../server/contract/people.ts'
import { useAppDispatch } from '../../api/services.ts'
import { Answers } from '../../ui/Answers.tsx'
import { oneLine } from '../../ui/plain-text.ts'
import { nameAct, sayOfPeople } from './commands.ts'

/** Gives a person a name that reports show; an empty one is that of the source again. */
export const RenamePerson = ({ person, onClose }: { person: Person; onClose: () => void }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const [name, setName] = useState(() => oneLine(person.name))
  const wanted = name.trim() === '' ? null : name.trim()
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        onClose()
        if (wanted === person.name || wanted === person.givenName) return
        void dispatch(sayOfPeople(nameAct(person, wanted)))
      }}
    >
      <TextInput
        label={t('people.name')}
        description={t('people.nameHint')}
        value={name}
        maxLength={messageLimits.maxAuthorLength}
        data-autofocus
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Answers yes={t('people.renameYes')} onClose={onClose} />
    </form>
  )
}
