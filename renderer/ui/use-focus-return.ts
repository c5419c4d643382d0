import { useLayoutEffect } from 'react'

/**
 * Gives the focus back to where it was once nothing stands above the window any more; if that place is
 * gone, to the name of the view in the rail.
 *
 * @param instead names an element that gets the focus before all others. Default: none.
 */
export const useFocusReturn = (open: boolean, instead?: () => Element | null): void => {
  useLayoutEffect(() => {
    if (!open) return
    // A dialog takes the focus a moment later.
    const before = document.activeElement
    return () => {
      const still = before?.isConnected && before !== document.body ? before : null
      const target = instead?.() ?? still ?? document.querySelector('nav [aria-current="page"]')
      if (target instanceof HTMLElement) target.focus({ preventScroll: true })
    }
  }, [open, instead])
}
