import { createSlice, type PayloadAction } from '@reduxjs/toolkit'
import type { QuitQuestion } from '../../../server/contract/desktop-api.ts'
import { createHostCall } from '../../api/services.ts'

/** `seen` says that the page shows the question; otherwise the host asks by a dialog of its own. */
export const answerQuit = createHostCall('quit/answer', (desktop) => desktop.answerQuit)

export const quitSlice = createSlice({
  name: 'quit',
  initialState: { question: null as QuitQuestion | null },
  reducers: {
    /** A question, its countdown, or null once it is settled. */
    questionHeard: (state, { payload }: PayloadAction<QuitQuestion | null>) => {
      state.question = payload
    },
  },
})

export interface QuitRoot {
  quit: ReturnType<typeof quitSlice.reducer>
}

export const selectQuitQuestion = ({ quit }: QuitRoot) => quit.question
