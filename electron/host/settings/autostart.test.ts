import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createAutostart } from './autostart.ts'

let home: string
beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'rapporteur-autostart-'))))
afterEach(() => rmSync(home, { recursive: true, force: true }))

const folder = () => join(home, 'autostart')
const entry = () => join(folder(), 'rapporteur.desktop')

describe('start at login on Linux', () => {
  it('is off, on and off again', () => {
    const autostart = createAutostart(folder(), '/opt/Rapporteur/rapporteur')
    expect(autostart.isOn()).toBe(false)
    autostart.set(true)
    expect(autostart.isOn()).toBe(true)
    expect(readFileSync(entry(), 'utf8')).toContain('Exec="/opt/Rapporteur/rapporteur"\n')
    autostart.set(false)
    expect(autostart.isOn()).toBe(false)
    expect(() => autostart.set(false)).not.toThrow()
  })

  it.each(['Hidden=true', 'X-GNOME-Autostart-enabled=false'])(
    'is off where the desktop has written %s',
    (line) => {
      const autostart = createAutostart(folder(), '/opt/app')
      autostart.set(true)
      writeFileSync(entry(), `${readFileSync(entry(), 'utf8')}${line}\n`)
      expect(autostart.isOn()).toBe(false)
    },
  )

  it('names a program whose path holds blanks, quotes and signs of shells', () => {
    createAutostart(folder(), '/home/ann/My "Apps"/100% $HOME\\x.AppImage').set(true)
    const exec = /^Exec=(.*)$/m.exec(readFileSync(entry(), 'utf8'))?.[1] ?? ''
    // What a desktop does with it: the file's escapes, then those of the argument, then the percent signs.
    const argument = exec
      .replaceAll('\\\\', '\\')
      .slice(1, -1)
      .replaceAll(/\\(["`$\\])/g, '$1')
    expect(argument.replaceAll('%%', '%')).toBe('/home/ann/My "Apps"/100% $HOME\\x.AppImage')
    let validator = true
    try {
      execFileSync('desktop-file-validate', ['--version'], { stdio: 'ignore' })
    } catch {
      validator = false
    }
    if (validator) execFileSync('desktop-file-validate', [entry()])
  })
})
