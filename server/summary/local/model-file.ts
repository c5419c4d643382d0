import { open } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'

/** Every file of the format begins with it. */
const magic = 'GGUF'

/** Where a model lies: a name alone is a file in the folder of models, a path is taken as it is. */
export const modelFileOf = (folder: string, model: string): string =>
  model === basename(model) ? join(folder, model) : resolve(model)

/** Null for a file that looks like a model; else what is wrong, in a few words. */
export async function checkModelFile(file: string): Promise<string | null> {
  let handle
  try {
    handle = await open(file, 'r')
    const stat = await handle.stat()
    if (!stat.isFile()) return 'not a file'
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0)
    return bytesRead === 4 && buffer.toString('latin1') === magic ? null : 'not a GGUF file'
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return code === 'ENOENT' ? 'no such file' : (code ?? message)
  } finally {
    await handle?.close()
  }
}
