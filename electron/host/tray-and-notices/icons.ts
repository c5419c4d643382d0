import { nativeImage, type NativeImage } from 'electron'
import { readFileSync } from 'node:fs'
import tray from '../../assets/tray.png?asset'
import tray2x from '../../assets/tray@2x.png?asset'
import trayTemplate from '../../assets/trayTemplate.png?asset'
import trayTemplate2x from '../../assets/trayTemplate@2x.png?asset'
import workbook from '../../assets/workbook.png?asset'
import workbook2x from '../../assets/workbook@2x.png?asset'

/** The build renames files, so Electron cannot find the larger picture by its name. */
function picture(normal: string, double: string): NativeImage {
  const image = nativeImage.createFromPath(normal)
  image.addRepresentation({ scaleFactor: 2, buffer: readFileSync(double) })
  return image
}

/** macOS draws a template in the colour of its menu bar. */
export function trayIcon(): NativeImage {
  if (process.platform !== 'darwin') return picture(tray, tray2x)
  const image = picture(trayTemplate, trayTemplate2x)
  image.setTemplateImage(true)
  return image
}

/** What follows the pointer while a workbook is dragged out. */
export const workbookIcon = (): NativeImage => picture(workbook, workbook2x)
