import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, relative } from 'node:path'
import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { Zip, ZipPassThrough } from 'fflate'
import type { ServerConnection } from '../../../server/contract/desktop-api.ts'
import { HostError } from '../host-error.ts'

/** The files of a folder as one archive, in which they have their places; nothing is compressed. */
async function zipFolder(folder: string, target: string): Promise<void> {
  const out = createWriteStream(target)
  const zip = new Zip((error, bytes, isLast) => {
    if (error) return void out.destroy(error)
    out.write(bytes)
    if (isLast) out.end()
  })
  const items = await readdir(folder, { recursive: true, withFileTypes: true })
  for (const item of items.filter((each) => each.isFile())) {
    const path = join(item.parentPath, item.name)
    const entry = new ZipPassThrough(relative(folder, path).replaceAll('\\', '/'))
    zip.add(entry)
    for await (const bytes of createReadStream(path)) {
      entry.push(bytes as Buffer)
      if (out.writableNeedDrain) await once(out, 'drain')
    }
    entry.push(new Uint8Array(), true)
  }
  zip.end()
  await finished(out)
}

async function send(path: string, name: string, to: ServerConnection): Promise<string> {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  const query = new URLSearchParams({ name, timeZone })
  const answer = await fetch(`${to.url}/api/imports?${query}`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${to.accessToken}`,
      'Content-Type': 'application/octet-stream',
    },
    body: Readable.toWeb(createReadStream(path)) as ReadableStream,
    duplex: 'half',
  } as RequestInit)
  const said = (await answer.json()) as { importOid?: string; detail?: string }
  if (answer.ok && said.importOid !== undefined) return said.importOid
  throw new HostError('server_upload', { file: name, text: said.detail ?? String(answer.status) })
}

/**
 * Sends files and folders of this computer to a server, one after the other, each as an import of its own.
 *
 * @returns the ids of the imports
 * @throws HostError `server_upload` with what the server says
 */
export async function uploadPaths(
  paths: readonly string[],
  to: ServerConnection,
): Promise<string[]> {
  const importOids: string[] = []
  for (const path of paths) {
    const name = basename(path)
    if (!(await stat(path)).isDirectory()) {
      importOids.push(await send(path, name, to))
      continue
    }
    const folder = await mkdtemp(join(tmpdir(), 'rapporteur-upload-'))
    try {
      const archive = join(folder, 'folder.zip')
      await zipFolder(path, archive)
      importOids.push(await send(archive, `${name}.zip`, to))
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }
  return importOids
}
