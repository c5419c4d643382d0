import { parseArgs } from 'node:util'
import { writeDocs } from './docs-block.ts'
import { measureLargeRoom } from './large.ts'
import { printed } from './lines.ts'
import { measureMeaning } from './meaning.ts'
import { compareQuality, qualityCases } from './quality.ts'

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    words: { type: 'string', default: '120' },
    'write-docs': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  process.stdout.write(
    [
      'bench:summary [--data FILE.jsonl [--words 120]] [--write-docs]',
      '  --data        compare on this file alone; rows: {"id", "dialogue": [{"speaker", "text"}], "refs": [text]}',
      '  --words       how many words each method may quote of one dialogue of it',
      '  --write-docs  put the figures into docs/summary.md\n',
    ].join('\n'),
  )
  process.exit(0)
}
const words = Number(values.words)
if (!Number.isInteger(words) || words < 1) {
  process.stderr.write(`bench:summary: --words is a whole number above 0, not ${values.words}\n`)
  process.exit(2)
}

const cases =
  values.data === undefined ? qualityCases : [{ name: 'data', file: values.data, words }]
await compareQuality(cases)
if (values.data === undefined) await measureMeaning()
await measureLargeRoom()
if (values['write-docs']) await writeDocs(printed())
