import { lazy } from 'react'

/** A chunk of its own, with the fields that few starts of the window need. */
export const loadChoices = () => import('./fields.ts')

export const ChoiceFields = lazy(async () => ({ default: (await loadChoices()).ChoiceFields }))
export const Chosen = lazy(async () => ({ default: (await loadChoices()).Chosen }))
export const FilterFields = lazy(async () => ({ default: (await loadChoices()).FilterFields }))
