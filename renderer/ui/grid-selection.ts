import type { PayloadAction } from '@reduxjs/toolkit'
import { rangeBetween, type RowPick } from './grid-keys.ts'

/** What is selected in a grid, and where the keyboard stands. */
export interface GridSelection {
  /** Keys of selected rows, as a set. */
  selected: Record<string, true>
  activeOid: string | null
  /** The end from which a range is stretched. */
  anchorOid: string | null
}

export const nothingSelected: GridSelection = { selected: {}, activeOid: null, anchorOid: null }

const setOf = (keys: readonly string[]): Record<string, true> =>
  Object.fromEntries(keys.map((key) => [key, true] as const))

export interface GridPick {
  target: string
  how: RowPick
  /** All rows in the order on screen. */
  rows: readonly string[]
}

/** What a pick does to a selection. */
export function pickRow(state: GridSelection, { payload }: PayloadAction<GridPick>): void {
  const { target, how, rows } = payload
  if (how === 'range') {
    const range = rangeBetween(rows, state.anchorOid ?? state.activeOid, target)
    state.selected = { ...state.selected, ...setOf(range) }
  } else if (how === 'toggle') {
    if (state.selected[target]) delete state.selected[target]
    else state.selected[target] = true
    state.anchorOid = target
  }
  state.activeOid = target
}

/** Rows that are no more are neither selected nor stood on. */
export function forgetRows(state: GridSelection, gone: readonly string[]): void {
  for (const key of gone) delete state.selected[key]
  const isGone = new Set<string | null>(gone)
  if (isGone.has(state.activeOid)) state.activeOid = null
  if (isGone.has(state.anchorOid)) state.anchorOid = null
}

/** What a command on a row is about: the whole selection where the row is part of it. */
export const rowsMeant = ({ selected }: Pick<GridSelection, 'selected'>, key: string): string[] =>
  selected[key] === true ? Object.keys(selected) : [key]

/** Replaces the selection by exactly these rows. */
export function selectRows(
  state: GridSelection,
  { payload }: PayloadAction<readonly string[]>,
): void {
  state.selected = setOf(payload)
}
