import { parseArgs } from 'node:util'
import { benchLive } from './live.ts'
import { benchPages } from './pages.ts'

/**
 * `npm run bench:connect`: messages a second from a local homeserver into the store, beside a loop that asks for the
 * same pages and only counts. `npm run bench:connect -- live`: memory of the built server while 500 rooms bring 200
 * messages a second. One JSON object per line.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    messages: { type: 'string', default: '40000' },
    runs: { type: 'string', default: '3' },
    rooms: { type: 'string', default: '500' },
    rate: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '180' },
    help: { type: 'boolean', default: false },
  },
})
const [which = 'pages', ...more] = positionals
const isKnown = (which === 'pages' || which === 'live') && more.length === 0
if (values.help || !isKnown) {
  process.stdout.write(
    'bench:connect [--messages 40000] [--runs 3]\n' +
      'bench:connect live [--rooms 500] [--rate 200] [--seconds 180]\n',
  )
  process.exit(values.help ? 0 : 2)
}

if (which === 'live') {
  const { rooms, rate, seconds } = values
  await benchLive({ rooms: Number(rooms), rate: Number(rate), seconds: Number(seconds) })
} else await benchPages(Number(values.messages), Number(values.runs))
