import { languages, type HostLanguage } from '../settings/words.ts'
import { html } from '../../../server/words/markup.ts'
import { explain } from '../../../server/words/spoken-error.ts'
import { wordsOf } from '../../../server/words/words-of.ts'

export interface FailurePageOptions {
  error: unknown
  dataDir: string
  nonce: string
  language: HostLanguage
  /** Versions and system, such as "Rapporteur 0.1.0, linux x64", for whoever is asked for help. */
  system: string
}

/** Path of the script that copies the details; everything else on the page works without it. */
export const failureScriptPath = '/failure.js'

export const failureScript = `const button = document.querySelector('#copy')
button.hidden = false
button.addEventListener('click', async () => {
  await navigator.clipboard.writeText(document.querySelector('#details').textContent.trim())
  button.textContent = button.dataset.copied
})
`

const style = `
  :root {
    color-scheme: light dark;
    --canvas: light-dark(#f6f7f9, #101113); --surface: light-dark(#ffffff, #17181b);
    --line: light-dark(#d4d7de, #383b42); --text: light-dark(#1b1d22, #e9eaed);
    --muted: light-dark(#5d626d, #9da1ab); --accent: light-dark(#4459d8, #8fa0ff);
    --on-accent: light-dark(#ffffff, #101113);
  }
  body { font: 14px/1.5 system-ui, sans-serif; color: var(--text); background: var(--canvas); margin: 0; padding: clamp(12px, 12vh - 24px, 120px) 12px 12px }
  main { max-width: 40rem; margin: 0 auto; padding: clamp(16px, 4vw, 32px); background: var(--surface); border: 1px solid var(--line); border-radius: 8px }
  h1 { font-size: 18px; font-weight: 600; margin: 0 0 8px }
  p { margin: 0 0 16px }
  code, pre { font: 12px/1.6 ui-monospace, monospace; overflow-wrap: anywhere }
  pre { margin: 8px 0 0; padding: 12px; border: 1px solid var(--line); border-radius: 6px; white-space: pre-wrap }
  summary, .folder { color: var(--muted) }
  .actions { display: flex; gap: 8px; margin: 24px 0 0 }
  .actions > * { font: inherit; padding: 6px 14px; border: 1px solid var(--line); border-radius: 6px; background: none; color: inherit; text-decoration: none }
  .actions > a { background: var(--accent); border-color: var(--accent); color: var(--on-accent) }
  :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
`

/**
 * What the window shows when the server could not start: what happened, where, and what to do. The
 * link loads the page again, which tries the start again.
 */
export function failurePage(options: FailurePageOptions): string {
  const { error, dataDir, nonce, language, system } = options
  const words = languages[language]
  const said = explain(language, error)
  const page = html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <title>${words.notStarted}</title>
        <style nonce="${nonce}">
          ${{ html: style }}
        </style>
      </head>
      <body>
        <main id="root" data-app-state="failed">
          <h1>${words.notStarted}</h1>
          <p role="alert">${said}</p>
          <p class="folder">${words.dataFolder}: <code>${dataDir}</code></p>
          <details open>
            <summary>${words.details}</summary>
            <pre id="details">
${`${system}\n${words.dataFolder}: ${dataDir}\n${detailsOf(error, said)}`}</pre>
          </details>
          <p class="actions">
            <a href="/">${words.tryAgain}</a>
            <button id="copy" type="button" data-copied="${words.copied}" hidden>
              ${words.copyDetails}
            </button>
          </p>
        </main>
        <script type="module" src="${failureScriptPath}"></script>
      </body>
    </html> `
  return page.html
}

/** The sentence for people, and what the system has said where that is behind it. */
const detailsOf = (error: unknown, said: string): string =>
  error instanceof Error && error.cause !== undefined ? `${wordsOf(error.cause)}\n${said}` : said
