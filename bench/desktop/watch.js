import { app } from 'electron'

/**
 * Tells the bench, over stdout, when the first window is usable: its root says so and a frame has
 * been painted since. Asked from inside, because a driver's own connecting would be measured too.
 */
const usable = `new Promise((done) => {
  const painted = () => requestAnimationFrame(() => requestAnimationFrame(() => done(Date.now())))
  const isReady = () => document.querySelector('[data-app-state="ready"]') !== null
  if (isReady()) return painted()
  const observer = new MutationObserver(() => {
    if (!isReady()) return
    observer.disconnect()
    painted()
  })
  observer.observe(document, { attributes: true, childList: true, subtree: true })
})`

app.once('web-contents-created', (_event, contents) => {
  contents.once('dom-ready', async () => {
    const at = await contents.executeJavaScript(usable)
    process.stdout.write(`${JSON.stringify({ usableAt: at })}\n`)
  })
})
