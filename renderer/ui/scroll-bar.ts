const tell = (): void => {
  const probe = document.createElement('div')
  Object.assign(probe.style, { position: 'absolute', visibility: 'hidden', overflow: 'scroll' })
  document.body.append(probe)
  const width = probe.offsetWidth - probe.clientWidth
  probe.remove()
  document.documentElement.style.setProperty('--scroll-bar', `${width}px`)
}

/**
 * Tells the style sheets how wide a scroll bar is, as `--scroll-bar`: nothing where it lies over what it scrolls, as
 * on macOS, and less where the window is zoomed. What keeps room for one takes so much from its padding, so that its
 * sides look alike. Told again whenever the window is resized, which a zoom is, too.
 */
export const tellScrollBar = (): void => {
  tell()
  addEventListener('resize', tell)
}
