import { startEngine } from '../../server/engines/open.ts'

/** Begins a duty and never ends it: `duty-holder.ts DATABASE_URL FOLDER DUTY`. */
const [url = '', folder = '', duty = ''] = process.argv.slice(2)
await startEngine(
  { kind: 'postgres', url, folder },
  { onMended: () => undefined },
  async ({ nodes }) => {
    await nodes.alone(duty, async () => {
      process.stdout.write('begun\n')
      await new Promise(() => undefined)
    })
  },
)
