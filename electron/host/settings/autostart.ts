import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Start at login on Linux: a desktop entry in the folder that every desktop reads at login
 * (freedesktop.org, Desktop Application Autostart Specification). People remove or disable it there, too.
 */
export interface Autostart {
  isOn(): boolean
  set(isOn: boolean): void
}

/**
 * @param folder such as `~/.config/autostart`
 * @param program absolute path of the app: `$APPIMAGE`, or the program itself
 */
export function createAutostart(folder: string, program: string): Autostart {
  const file = join(folder, 'rapporteur.desktop')
  return {
    isOn() {
      const entry = read(file)
      return entry !== null && !/^(Hidden=true|X-GNOME-Autostart-enabled=false)\s*$/m.test(entry)
    },
    set(isOn) {
      if (!isOn) return rmSync(file, { force: true })
      mkdirSync(folder, { recursive: true })
      writeFileSync(file, entryOf(program))
    },
  }
}

const entryOf = (program: string): string => `[Desktop Entry]
Type=Application
Name=Rapporteur
Exec=${quoted(program)}
Icon=rapporteur
Terminal=false
`

/** As the Desktop Entry Specification quotes arguments: first for its shell, then for the file. */
const quoted = (argument: string): string =>
  `"${argument.replaceAll(/["`$\\]/g, String.raw`\$&`).replaceAll('\\', '\\\\')}"`.replaceAll(
    '%',
    '%%',
  )

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
