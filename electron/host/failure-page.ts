export interface FailurePageOptions {
  error: unknown
  dataDir: string
  nonce: string
  /** Versions and system, such as "Rapporteur 0.1.0, linux x64", for whoever is asked for help. */
  system: string
}

/** Path of the script that copies the details; everything else on the page works without it. */
export const failureScriptPath = '/failure.js'

export const failureScript = `const button = document.querySelector('#copy')
button.hidden = false
button.addEventListener('click', async () => {
  await navigator.clipboard.writeText(document.querySelector('#details').textContent.trim())
  button.textContent = 'Copied'
})
`

/**
 * What the window shows when the server could not start: what happened, where, and what to do. The
 * link loads the page again, which tries the start again.
 */
export function failurePage(options: FailurePageOptions): string {
  const { error, dataDir, nonce, system } = options
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
      pre { font-size: 12px; padding: 12px; border: 1px solid color-mix(in srgb, currentcolor 20%, transparent); border-radius: 6px; white-space: pre-wrap; overflow-wrap: anywhere }
      summary { cursor: default }
      button { font: inherit; padding: 4px 12px }
    </style>
  </head>
  <body>
    <main id="root" data-app-state="failed">
      <h1>Rapporteur could not start</h1>
      <p role="alert">${escapeHtml(adviceFor(error))}</p>
      <p>Data folder: <code>${escapeHtml(dataDir)}</code></p>
      <p><a href="/">Try again</a></p>
      <details open>
        <summary>Details</summary>
        <pre id="details">${escapeHtml(`${system}\nData folder: ${dataDir}\n${reason}`)}</pre>
      </details>
      <p><button id="copy" type="button" hidden>Copy details</button></p>
    </main>
    <script type="module" src="${failureScriptPath}"></script>
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
