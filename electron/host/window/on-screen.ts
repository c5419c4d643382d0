import type { Rectangle } from 'electron'

/** A window can be taken hold of when some of its title bar lies on a screen. */
export function isReachable(window: Rectangle, areas: readonly Rectangle[]): boolean {
  const grip = 80
  return areas.some(
    (area) =>
      window.x + window.width >= area.x + grip &&
      window.x <= area.x + area.width - grip &&
      window.y >= area.y &&
      window.y <= area.y + area.height - grip,
  )
}
