import { useState } from 'react'
import { useSettled } from './settled.ts'

type Touched = 'no' | 'focused' | 'opened'

export interface Late {
  /** Whether the whole is to be drawn by now, and not only its stand-in. */
  isThere: boolean
  /** What was done with the stand-in; what takes its place begins focused, or opened. */
  touched: Touched
  /** Props of the stand-in: a click on it draws the whole, opened. */
  standIn: { onFocus: () => void; onBlur: () => void; onClick: () => void }
}

/** For what opens by a click, such as a menu: until the window rests, only its button is drawn. */
export const useLate = (): Late => {
  const settled = useSettled()
  const [touched, setTouched] = useState<Touched>('no')
  return {
    isThere: settled || touched === 'opened',
    touched,
    standIn: {
      onFocus: () => setTouched('focused'),
      onBlur: () => setTouched('no'),
      onClick: () => setTouched('opened'),
    },
  }
}
