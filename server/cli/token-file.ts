import { chmod, rename, rm, writeFile } from 'node:fs/promises'

/** Writes the token whole or not at all, for its owner alone, also where a file of that name lay open to others. */
export async function keepToken(file: string, token: string): Promise<void> {
  const part = `${file}.${process.pid}.part`
  try {
    await writeFile(part, `${token}\n`, { mode: 0o600, flag: 'wx' })
    // The mode of a new file is cut by the umask, never widened; this says it for sure.
    await chmod(part, 0o600)
    await rename(part, file)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}
