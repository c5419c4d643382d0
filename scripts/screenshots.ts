/**
 * Pictures of every view and state of the window, light and dark, at 760x500, 1280x800 and
 * 1920x1080, the first two at 200 percent too: to be looked at after a change of the design. What axe finds in
 * any of them is said at the end, and fails.
 *
 *   npm run screenshots [-- NAME...]
 *
 * They lie in out/screenshots/LANGUAGE/SIZE/THEME/. Names choose scenes (first, fifty, manage, reach, schedules,
 * troubles, failure, settings, servers, browser) and languages (en, de); default: all.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { browser } from './screenshots/browser-scene.ts'
import { createCamera } from './screenshots/camera.ts'
import { manage } from './screenshots/manage-scene.ts'
import { reach } from './screenshots/reach-scene.ts'
import { fiftyRooms, firstRun, startFailure, troubles } from './screenshots/scenes.ts'
import { schedules } from './screenshots/schedules-scene.ts'
import { servers } from './screenshots/servers-scene.ts'
import { settings } from './screenshots/settings-scene.ts'
import { speechOf } from './screenshots/speech.ts'
import { welcomePictures } from './screenshots/welcome-picture.ts'

const outDir = resolve(import.meta.dirname, '../out/screenshots')
const languages = ['en', 'de'] as const
const asked = process.argv.slice(2)
const isLanguage = (name: string) => languages.some((language) => language === name)
const wanted = asked.filter((name) => !isLanguage(name))
const spoken = languages.filter((language) => !asked.some(isLanguage) || asked.includes(language))
const scenes = {
  first: firstRun,
  fifty: fiftyRooms,
  manage,
  reach,
  schedules,
  troubles,
  failure: startFailure,
  settings,
  servers,
  browser,
  picture: welcomePictures,
}
/** It changes files of the sources. */
const onRequest = new Set(['picture'])
const folder = await mkdtemp(join(tmpdir(), 'rapporteur-screenshots-'))
let states = 0
const findings: string[] = []

try {
  for (const language of spoken) {
    const camera = createCamera(join(outDir, language))
    for (const [name, scene] of Object.entries(scenes)) {
      if (wanted.length > 0 ? !wanted.includes(name) : onRequest.has(name)) continue
      const place = join(folder, `${language}-${name}`)
      await mkdir(place)
      await scene({ folder: place, camera, speech: speechOf(language) })
    }
    states += camera.taken.length
    findings.push(...camera.findings.map((finding) => `${language}, ${finding}`))
  }
  console.log(`${states} states; their pictures lie in ${outDir}`)
  for (const finding of findings) console.log(`axe: ${finding}`)
  if (findings.length > 0) process.exitCode = 1
} finally {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
}
