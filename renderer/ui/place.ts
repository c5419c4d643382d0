/** A place in the window, in pixels. */
export interface Place {
  x: number
  y: number
}

/** Below an element. */
export const below = (element: Element): Place => {
  const { left, bottom } = element.getBoundingClientRect()
  return { x: left, y: bottom }
}

/** Below the name of a row of a grid, which stands behind its box. */
export const belowName = (row: Element): Place => {
  const { x, y } = below(row)
  return { x: x + 44, y }
}
