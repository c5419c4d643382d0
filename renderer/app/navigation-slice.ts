import { createSlice, type PayloadAction } from '@reduxjs/toolkit'

export const sections = [
  'rooms',
  'queue',
  'files',
  'groups',
  'schedules',
  'people',
  'search',
  'imports',
  'settings',
] as const
export type Section = (typeof sections)[number]

export const navigationSlice = createSlice({
  name: 'navigation',
  initialState: { section: 'rooms' as Section },
  reducers: {
    sectionChosen: (state, { payload }: PayloadAction<Section>) => {
      state.section = payload
    },
  },
})

export const selectSection = ({ navigation }: { navigation: { section: Section } }) =>
  navigation.section
