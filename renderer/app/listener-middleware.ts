import { createListenerMiddleware } from '@reduxjs/toolkit'
import type { TFunction } from 'i18next'
import type { Notice } from './notices.ts'

/** Effects of actions: notices to the person. Reducers stay pure. */
export const listeners = createListenerMiddleware()

export interface ListenerOptions {
  t: TFunction
  notify: (notice: Notice) => void
}
