import { zipOf } from './zip-of.ts'
import type { Upload } from './upload.ts'

/** Asks for files by the browser's dialog; none where the person closes it. A folder comes as one archive. */
export const pickFiles = (what: 'files' | 'folder' = 'files'): Promise<Upload[]> =>
  new Promise((resolve, reject) => {
    const input = document.createElement('input')
    input.type = 'file'
    input.multiple = true
    input.webkitdirectory = what === 'folder'
    input.addEventListener('cancel', () => resolve([]), { once: true })
    input.addEventListener(
      'change',
      () => {
        const files = [...(input.files ?? [])]
        if (what === 'files') resolve(files.map((file) => ({ name: file.name, file })))
        else zipOf(files).then((archive) => resolve(archive === null ? [] : [archive]), reject)
      },
      { once: true },
    )
    input.click()
  })
