import { useLayoutEffect, useState, useSyncExternalStore, type RefObject } from 'react'

/** As in the style sheets: in a window of a few lines the view scrolls as a whole. */
const lowWindow = '(max-height: 400px)'

const onLowChanged = (changed: () => void): (() => void) => {
  const query = matchMedia(lowWindow)
  query.addEventListener('change', changed)
  return () => query.removeEventListener('change', changed)
}

export interface ScrollPlace {
  /** What scrolls the rows: their list, or, in a window of a few lines, the view that it stands in. */
  getScrollElement: () => HTMLElement | null
  /** Pixels from the beginning of what scrolls to the first row. */
  scrollMargin: number
  /** Pixels that something which stays in sight covers of what scrolls, above and below. */
  scrollPaddingStart: number
  scrollPaddingEnd: number
}

const unmeasured = {
  isLow: null as boolean | null,
  scrollMargin: 0,
  scrollPaddingStart: 0,
  scrollPaddingEnd: 0,
}

/**
 * Where a virtual list scrolls: a list of its own height inside a view that scrolls, too, would have a second
 * scroll bar.
 * @param list has its rows in its last child.
 */
export const useScrollPlace = (list: RefObject<HTMLElement | null>): ScrollPlace => {
  const isLow = useSyncExternalStore(onLowChanged, () => matchMedia(lowWindow).matches)
  const [place, setPlace] = useState(unmeasured)
  const getScrollElement = (): HTMLElement | null =>
    isLow ? (list.current?.closest<HTMLElement>('[data-view]') ?? null) : list.current

  // The footer of the list stays at the end of the view, as high as its words are; what gets the focus stops above.
  useLayoutEffect(() => {
    const view = list.current?.closest<HTMLElement>('[data-view]')
    const footer = list.current?.parentElement?.querySelector<HTMLElement>(':scope > footer')
    if (!isLow || !view || !footer) return undefined
    const observer = new ResizeObserver(() => {
      const stays = getComputedStyle(footer).position === 'sticky'
      view.style.scrollPaddingBottom = stays ? `${footer.offsetHeight}px` : ''
    })
    observer.observe(footer)
    return () => {
      observer.disconnect()
      view.style.scrollPaddingBottom = ''
    }
  }, [isLow, list])

  // What stands above the list in a view changes; each scrolling draws the list, which is then measured again.
  // It ends with the first measure that is as the one before.
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  useLayoutEffect(() => {
    if (!isLow && place.isLow === isLow) return
    const scrolled = getScrollElement()
    const rows = list.current?.lastElementChild
    if (!scrolled || !rows) return
    const { scrollPaddingTop, scrollPaddingBottom } = getComputedStyle(scrolled)
    const next: typeof place = {
      isLow,
      scrollMargin: Math.round(
        rows.getBoundingClientRect().top -
          scrolled.getBoundingClientRect().top +
          scrolled.scrollTop,
      ),
      scrollPaddingStart: Number.parseFloat(scrollPaddingTop) || 0,
      scrollPaddingEnd: Number.parseFloat(scrollPaddingBottom) || 0,
    }
    const isSame = (Object.keys(next) as (keyof typeof next)[]).every(
      (key) => next[key] === place[key],
    )
    // Only what is laid out can be measured.
    // oxlint-disable-next-line react/set-state-in-effect
    if (!isSame) setPlace(next)
  })
  const { scrollMargin, scrollPaddingStart, scrollPaddingEnd } = place
  return { getScrollElement, scrollMargin, scrollPaddingStart, scrollPaddingEnd }
}
