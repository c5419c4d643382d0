import { app } from 'electron'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createInterface } from 'node:readline'

/**
 * Looks on from inside, because a driver's own connecting would be measured too. Says, over stdout, when
 * the first window is usable: its root says so and a frame has been painted since. Told "measure" over
 * stdin it watches how late main process and page are, until "report".
 */
const say = (key, value) => process.stdout.write(`${JSON.stringify({ [key]: value })}\n`)

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

/** Milliseconds between two looks. How much later one comes is what a task before it has taken. */
const lookMs = 5

const measurePage = `(() => {
  const late = []
  let longest = 0
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) longest = Math.max(longest, entry.duration)
  }).observe({ type: 'longtask' })
  let due = performance.now() + ${lookMs}
  const look = () => {
    const now = performance.now()
    late.push(Math.max(0, now - due))
    due = now + ${lookMs}
    setTimeout(look, ${lookMs})
  }
  setTimeout(look, ${lookMs})
  window.benchReport = () => {
    late.sort((a, b) => a - b)
    return { p99: late[Math.floor(late.length * 0.99)], looks: late.length, longest }
  }
})()`

app.once('web-contents-created', (_event, contents) => {
  contents.once('dom-ready', async () => {
    say('benchUsableAt', await contents.executeJavaScript(usable))
    if (process.env.BENCH_WATCH) await watch(contents)
  })
})

async function watch(contents) {
  say('benchConnection', await contents.executeJavaScript('window.rapporteur.connection()'))
  const delay = monitorEventLoopDelay({ resolution: lookMs })
  for await (const line of createInterface({ input: process.stdin })) {
    if (line === 'measure') {
      await contents.executeJavaScript(measurePage)
      delay.enable()
    }
    if (line === 'report') {
      delay.disable()
      // The histogram counts the interval itself as well.
      const mainP99 = Math.max(0, delay.percentile(99) / 1e6 - lookMs)
      say('benchReport', { mainP99, page: await contents.executeJavaScript('benchReport()') })
      return
    }
  }
}
