/**
 * What the window shows when the server could not start: what happened, where, and what to do.
 * Plain HTML without script; the link loads the page again, which tries the start again.
 */
export function failurePage(options: { error: unknown; dataDir: string; nonce: string }): string {
  const { error, dataDir, nonce } = options
  const reason = error instanceof Error ? error.message : String(error)
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="color-scheme" content="light dark" />
    <title>Rapporteur could not start</title>
    <style nonce="${escapeHtml(nonce)}">
      body { font: 14px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 15vh auto; padding: 0 24px }
      h1 { font-size: 20px; font-weight: 600 }
      code { overflow-wrap: anywhere }
    </style>
  </head>
  <body>
    <main id="root" data-app-state="failed">
      <h1>Rapporteur could not start</h1>
      <p role="alert">${escapeHtml(adviceFor(error))}</p>
      <p>Data folder: <code>${escapeHtml(dataDir)}</code></p>
      <p><a href="/">Try again</a></p>
      <details><summary>Details</summary><p><code>${escapeHtml(reason)}</code></p></details>
    </main>
  </body>
</html>
`
}

function adviceFor(error: unknown): string {
  switch (systemCodeOf(error)) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'The data folder cannot be written. Give your account the right to write there.'
    case 'ENOSPC':
      return 'The disk is full. Free some space.'
    case 'ENOTDIR':
    case 'EEXIST':
      return 'A file stands where the data folder should be. Move it away.'
    default:
      // The server refuses to start with a sentence for people.
      return error instanceof Error ? error.message : String(error)
  }
}

/** Libraries wrap the system's errors and keep its code only in their sentence. */
function systemCodeOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  if ('code' in error && typeof error.code === 'string') return error.code
  return /\bE[A-Z]{3,}\b/.exec(error.message)?.[0] ?? null
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => entities[character] ?? character)
