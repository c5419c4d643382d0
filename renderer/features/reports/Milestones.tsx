import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { milestone } from './milestones.ts'
import { selectBatchCounts } from './selectors.ts'

/** Milestones that come close together are said in one sentence. */
const gatherMs = 1_000

/** The one polite live region of the window. */
export const Milestones = () => {
  const { t } = useTranslation()
  const counts = useSelector(selectBatchCounts)
  const [words, setWords] = useState('')
  const said = useRef(counts)
  const newest = useRef(counts)
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)

  useEffect(() => {
    newest.current = counts
    timer.current ??= setTimeout(() => {
      timer.current = null
      const text = milestone(t, said.current, newest.current)
      said.current = newest.current
      if (text !== null) setWords(text)
    }, gatherMs)
  }, [counts, t])
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current)
      timer.current = null
    },
    [],
  )
  return (
    <div role="status" aria-live="polite" aria-atomic className="visually-hidden">
      {words}
    </div>
  )
}
