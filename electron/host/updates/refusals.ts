import { dirname } from 'node:path'
import { HostError } from '../host-error.ts'

/** Why an update did not come, as a sentence; what has a sentence already keeps it. */
export function refusalOf(error: unknown): HostError {
  if (error instanceof HostError) return error
  const {
    code = '',
    message: text = '',
    path = '',
  } = (error ?? {}) as {
    code?: string
    message?: string
    path?: string
  }
  if (code === 'ENOSPC' || code === 'EDQUOT') return new HostError('update_no_space', {})
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return new HostError('update_unwritable', { folder: dirname(path) })
  const firstLine = text.split('\n', 1)[0] ?? ''
  // The sum or the length is another one than was signed, or the connection ended before the file did.
  if (
    /CHECKSUM|CONTENT_LENGTH|INCOMPLETE|ECONNRESET|CONNECTION_(?:RESET|CLOSED)|aborted/i.test(
      `${code} ${text}`,
    )
  )
    return new HostError('update_cut', { text: firstLine })
  return new HostError('update_unreachable', { text: firstLine })
}
