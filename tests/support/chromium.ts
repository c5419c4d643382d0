import { existsSync } from 'node:fs'

/** Debian's own browser; undefined where it is not installed. */
export const chromiumPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) =>
  existsSync(path),
)
