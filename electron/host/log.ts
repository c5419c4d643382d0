/** One JSON line on stderr per event of the host, like the server's own log lines. */
export function logHost(level: 'info' | 'warn' | 'error', msg: string, fields: object = {}): void {
  process.stderr.write(
    `${JSON.stringify({ level, time: new Date().toISOString(), part: 'host', msg, ...fields })}\n`,
  )
}
