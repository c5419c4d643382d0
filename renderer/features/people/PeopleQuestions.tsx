import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import { oneLine } from '../../ui/plain-text.ts'
import { Question } from '../../ui/Question.tsx'
import { MergePeople } from './MergePeople.tsx'
import { peopleSlice, type PeopleQuestion, type PeopleRoot } from './people-slice.ts'
import { RenamePerson } from './RenamePerson.tsx'
import { SplitPerson } from './SplitPerson.tsx'

/** Dialogs about people, one at a time. */
export const PeopleQuestions = () => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const question = useSelector(({ people }: PeopleRoot) => people.question)
  const close = () => dispatch(peopleSlice.actions.answered())
  return (
    <Question
      opened={question !== null}
      onClose={close}
      size="md"
      title={question === null ? '' : t(`people.titles.${question.kind}`, titleOf(question))}
    >
      {question !== null && <Form question={question} onClose={close} />}
    </Question>
  )
}

const titleOf = ({ people }: PeopleQuestion): { count: number; name: string } => ({
  count: people.length,
  name: oneLine(people[0]?.name ?? ''),
})

const Form = ({ question, onClose }: { question: PeopleQuestion; onClose: () => void }) => {
  const [first, ...others] = question.people
  if (first === undefined) return null
  switch (question.kind) {
    case 'merge':
      return <MergePeople people={[first, ...others]} onClose={onClose} />
    case 'rename':
      return <RenamePerson person={first} onClose={onClose} />
    case 'split':
      return <SplitPerson person={first} onClose={onClose} />
  }
}
