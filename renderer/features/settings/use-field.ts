import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import type { SettingKey } from '../../../server/contract/settings.ts'
import { useAppDispatch } from '../../api/services.ts'
import { formatCount } from '../../ui/format.ts'
import { isFixed, shownValue, type Typed } from './draft.ts'
import { sourceName } from './names.ts'
import { problemsOf, type FieldProblem } from './problems.ts'
import { selectDraft, selectSettingsView, settingsSlice } from './settings-slice.ts'

/** The sentence that stands below a field. */
export const problemText = (t: TFunction, problem: FieldProblem): string => {
  switch (problem.kind) {
    case 'range':
      return t('settings.problems.range', {
        low: formatCount(problem.low),
        high: formatCount(problem.high),
      })
    case 'long':
      return t('settings.problems.long', { most: formatCount(problem.most) })
    default:
      return t(`settings.problems.${problem.kind}`)
  }
}

export interface Field {
  value: Typed
  set: (value: Typed) => void
  /** What is wrong with what the field holds; undefined if nothing is. */
  error: string | undefined
  /** Flag or variable that the value comes from; then it cannot be changed here. */
  fixedBy: string | null
}

/** One setting as its field needs it. Only inside a view that has its settings. */
export const useField = (key: SettingKey): Field => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const view = useSelector(selectSettingsView)
  const draft = useSelector(selectDraft)
  if (!view) throw new Error(`The field ${key} is drawn before the settings are there`)
  const problem = problemsOf(view, draft)[key]
  return {
    value: shownValue(view, draft, key),
    set: (value) => dispatch(settingsSlice.actions.valueTyped({ key, value })),
    error: problem && problemText(t, problem),
    fixedBy: isFixed(view, key) ? sourceName(key, view.sources[key]) : null,
  }
}
