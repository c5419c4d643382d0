export interface CurlOptions {
  url: string
  token: string
  roomOid: string
  roomName: string
  message: { at: string; author: string; text: string }
}

/** A word as a POSIX shell reads it back unchanged. */
const quote = (word: string): string => `'${word.replaceAll("'", String.raw`'\''`)}'`

/** The request that says one message in a room, ready for a terminal. */
export const curlCommand = ({ url, token, roomOid, roomName, message }: CurlOptions): string => {
  const target = `${url}/api/rooms/${encodeURIComponent(roomOid)}/messages?name=${encodeURIComponent(roomName)}`
  return [
    'curl -X POST',
    quote(target),
    `-H ${quote(`Authorization: Bearer ${token}`)}`,
    `-H ${quote('Content-Type: application/x-ndjson')}`,
    `--data-binary ${quote(JSON.stringify(message))}`,
  ].join(' \\\n  ')
}
