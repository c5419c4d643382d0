/**
 * Pictures of every view and state of the window, light and dark, at 760x500, 1280x800 and
 * 1920x1080, the first two at 200 percent too: to be looked at after a change of the design.
 *
 *   npm run screenshots [-- NAME...]
 *
 * They lie in out/screenshots/SIZE/THEME/. Names choose scenes: first, fifty, troubles, failure,
 * settings.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createCamera } from './screenshots/camera.ts'
import { fiftyRooms, firstRun, startFailure, troubles } from './screenshots/scenes.ts'
import { settings } from './screenshots/settings-scene.ts'
import { welcomePictures } from './screenshots/welcome-picture.ts'

const outDir = resolve(import.meta.dirname, '../out/screenshots')
const wanted = process.argv.slice(2)
const scenes = {
  first: firstRun,
  fifty: fiftyRooms,
  troubles,
  failure: startFailure,
  settings,
  picture: welcomePictures,
}
/** It changes files of the sources. */
const onRequest = new Set(['picture'])
const camera = createCamera(outDir)
const folder = await mkdtemp(join(tmpdir(), 'rapporteur-screenshots-'))

try {
  for (const [name, scene] of Object.entries(scenes)) {
    if (wanted.length > 0 ? !wanted.includes(name) : onRequest.has(name)) continue
    const place = join(folder, name)
    await mkdir(place)
    await scene({ folder: place, camera })
  }
  console.log(`${camera.taken.length} states; their pictures lie in ${outDir}`)
} finally {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
}
