import { lazy, Suspense } from 'react'
import { useSelector } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import { useFocusReturn } from '../../ui/use-focus-return.ts'
import { accessSlice, selectLimitAsked } from './access-slice.ts'

/** A chunk of its own: it is for the admins of a server of a team. */
const LimitDialog = lazy(async () => ({ default: (await import('./LimitDialog.tsx')).LimitDialog }))

/** The question who may see something, above the window. */
export const LimitPart = () => {
  const dispatch = useAppDispatch()
  const targets = useSelector(selectLimitAsked)
  useFocusReturn(targets.length > 0)
  if (targets.length === 0) return null
  return (
    <Suspense fallback={null}>
      <LimitDialog
        targets={targets}
        onClose={() => dispatch(accessSlice.actions.limitAnswered())}
      />
    </Suspense>
  )
}
