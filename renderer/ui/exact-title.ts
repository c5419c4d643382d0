import type { MouseEvent } from 'react'
import { formatExact } from './format.ts'

/** Milliseconds after which the pointer counts as resting; a title shows later than that. */
const restMs = 300

/**
 * For `onMouseEnter` of what shows a moment in short: its title is the moment in full. It is written only
 * when the pointer comes: for every row of a list that would take longer than to draw them.
 */
export const exactTitle =
  (iso: string) =>
  ({ currentTarget }: MouseEvent<HTMLElement>): void => {
    setTimeout(() => {
      currentTarget.title = formatExact(iso)
    }, restMs)
  }
