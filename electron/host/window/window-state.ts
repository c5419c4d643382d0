import { screen, type BrowserWindow, type Rectangle } from 'electron'
import { isReachable } from './on-screen.ts'
import { recall, remember } from '../settings/remembered.ts'

const defaultSize = { width: 1_280, height: 800 }
/** Below this the table of rooms would lose its columns. */
export const minimumSize = { minWidth: 760, minHeight: 480 }

export interface WindowPlacement {
  bounds: Partial<Rectangle> & { width: number; height: number }
  isMaximized: boolean
}

/** Where the window stood, unless that screen is gone. */
export function recallPlacement(): WindowPlacement {
  const saved = recall().window
  if (saved === undefined) return { bounds: defaultSize, isMaximized: false }
  const { x, y, width, height, isMaximized } = saved
  const areas = screen.getAllDisplays().map((display) => display.workArea)
  const isKnown = x !== undefined && y !== undefined
  return {
    bounds:
      isKnown && isReachable({ x, y, width, height }, areas)
        ? { x, y, width, height }
        : { width, height },
    isMaximized,
  }
}

export function setupWindowState(window: BrowserWindow): void {
  window.on('close', () => {
    remember({ window: { ...window.getNormalBounds(), isMaximized: window.isMaximized() } })
  })
}
