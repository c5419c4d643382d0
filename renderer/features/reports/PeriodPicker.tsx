import { useSelector } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import { periodKinds } from './period.ts'
import { PeriodField } from './PeriodField.tsx'
import { reportsSlice } from './reports-slice.ts'
import { selectPeriod } from './selectors.ts'

/** Which messages the next reports read. */
export const PeriodPicker = () => {
  const dispatch = useAppDispatch()
  const period = useSelector(selectPeriod)
  return (
    <PeriodField
      period={period}
      kinds={periodKinds}
      onChange={(changed) => dispatch(reportsSlice.actions.periodChanged(changed))}
    />
  )
}
