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

export const setOf = (keys: readonly string[]): Record<string, true> =>
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

/** Replaces the selection by exactly these rows. */
export function selectRows(
  state: GridSelection,
  { payload }: PayloadAction<readonly string[]>,
): void {
  state.selected = setOf(payload)
}
