import { access } from 'node:fs/promises'
import { linked, linkF1, mention, previous, readDays } from './disentangle.ts'
import { measureKeys } from './keys-figures.ts'
import { print, round } from './lines.ts'

const disentangle = '../shared/data/disentangle'
const keys = '../shared/data/keys'

/** Who answers whom, and what was decided, taken on and asked, on data that people have annotated. */
export async function measureMeaning(): Promise<void> {
  if (await isThere(disentangle)) {
    const days = await readDays(disentangle)
    print({
      case: 'disentangle',
      metric: 'link_f1',
      unit: 'F1 x 100',
      ours: round(100 * linkF1(days, linked)),
      peers: {
        previous: round(100 * linkF1(days, previous)),
        mention: round(100 * linkF1(days, mention)),
      },
    })
  }
  if (await isThere(keys)) for (const line of await measureKeys(keys)) print(line)
}

async function isThere(place: string): Promise<boolean> {
  const found = await access(place).then(
    () => true,
    () => false,
  )
  if (!found) process.stderr.write(`bench:summary: ${place} is not there, so it is left out\n`)
  return found
}
