import {
  elementScroll,
  type Rect,
  type Virtualizer,
  type VirtualizerOptions,
} from '@tanstack/react-virtual'

type Options = Pick<
  VirtualizerOptions<HTMLDivElement, Element>,
  'initialRect' | 'observeElementRect' | 'scrollToFn'
>

const observeElementRect = (
  { scrollElement }: Virtualizer<HTMLDivElement, Element>,
  tell: (rect: Rect) => void,
) => {
  if (scrollElement === null) return undefined
  const observer = new ResizeObserver(() => {
    tell({ width: scrollElement.offsetWidth, height: scrollElement.offsetHeight })
  })
  observer.observe(scrollElement)
  return () => observer.disconnect()
}

/**
 * For a virtual list that is there when the window opens. By itself it would draw no row, ask the page how
 * high it is, which lays out all that has been drawn so far, and draw everything once more. This one takes
 * the window's height for a start, less what stands around the list, and is told its own with the frame.
 *
 * @param around pixels of the window's height that are not the list's, at least
 */
export const drawnAtOnce = (around: number): Options => ({
  initialRect: { width: window.innerWidth, height: Math.max(0, window.innerHeight - around) },
  observeElementRect,
  scrollToFn: (offset, options, list) => {
    // The first thing it does is to scroll to where it stands, and that lays out everything too.
    if (offset === 0 && (list.scrollOffset ?? 0) === 0) return
    elementScroll(offset, options, list)
  },
})
