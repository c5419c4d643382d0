import { TagsInput, TextInput } from '@mantine/core'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { filterLimits } from '../../../server/contract/limits.ts'
import { useAppDispatch } from '../../api/services.ts'
import { useRested } from '../../ui/use-rested.ts'
import { findPeople } from './commands.ts'
import { filterProblem, type FilterDraft } from './filter.ts'

export interface FilterFieldsProps {
  draft: FilterDraft
  onChange: (draft: FilterDraft) => void
  /** Enter in a line, or it is left. */
  onTyped?: (() => void) | undefined
  /** Takes the focus once it is there: its chunk may come after what it stands in has opened. Default false. */
  takesFocus?: boolean
}

/** Names that fit what is being typed. */
function useNames(search: string): string[] {
  const dispatch = useAppDispatch()
  const [names, setNames] = useState<string[]>([])
  const ask = useCallback(() => {
    const request = dispatch(findPeople(search.trim()))
    void request.then((answer) => {
      if (findPeople.fulfilled.match(answer)) setNames(answer.payload)
    })
    return request
  }, [dispatch, search])
  useRested(ask)
  return names
}

/** People, words, and a thread: only such messages are read. */
export const FilterFields = ({
  draft,
  onChange,
  onTyped,
  takesFocus = false,
}: FilterFieldsProps) => {
  const { t } = useTranslation()
  const [search, setSearch] = useState('')
  const names = useNames(search)
  const problem = filterProblem(draft)
  const first = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (takesFocus) first.current?.focus()
  }, [takesFocus])
  const line = (part: 'keyword' | 'thread') => (
    <TextInput
      size="sm"
      label={t(`choices.filter.${part}`)}
      description={t(`choices.filter.${part}Hint`)}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      maxLength={filterLimits[part]}
      value={draft[part]}
      error={problem === part && t('choices.filter.tooLong')}
      onChange={(event) => onChange({ ...draft, [part]: event.currentTarget.value })}
      onBlur={onTyped}
      onKeyDown={(event) => event.key === 'Enter' && onTyped?.()}
    />
  )
  return (
    <>
      <TagsInput
        ref={first}
        data-autofocus={takesFocus || undefined}
        size="sm"
        label={t('choices.filter.people')}
        description={t('choices.filter.peopleHint')}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        placeholder={draft.people.length === 0 ? t('choices.filter.anybody') : ''}
        data={names}
        // The server has found them already, also by their other names.
        filter={({ options }) => options}
        maxDropdownHeight={180}
        comboboxProps={{ withinPortal: false, transitionProps: { duration: 120 } }}
        splitChars={[',', ';']}
        acceptValueOnBlur
        maxTags={filterLimits.people}
        maxLength={filterLimits.nameLength}
        value={draft.people}
        error={problem === 'people' && t('choices.filter.tooLong')}
        searchValue={search}
        onSearchChange={setSearch}
        onChange={(people) => onChange({ ...draft, people })}
      />
      {line('keyword')}
      {line('thread')}
    </>
  )
}
