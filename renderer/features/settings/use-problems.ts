import { useMemo } from 'react'
import { useSelector } from 'react-redux'
import { problemsOf, type Problems } from './problems.ts'
import { selectDraft, selectSettingsView } from './settings-slice.ts'

const none: Problems = {}

/** What keeps the draft from being saved. */
export const useProblems = (): Problems => {
  const view = useSelector(selectSettingsView)
  const draft = useSelector(selectDraft)
  return useMemo(() => (view ? problemsOf(view, draft) : none), [view, draft])
}
