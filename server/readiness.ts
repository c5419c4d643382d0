import type { NotReady } from './http/probes.ts'
import { blobKeys, type Blobs } from './ports/blobs.ts'
import type { Engine } from './ports/engine.ts'

/** Milliseconds after which a part that does not answer is taken for one that cannot. */
const answerMs = 2_000

const answers = (work: Promise<unknown>): Promise<boolean> =>
  Promise.race([
    work.then(
      () => true,
      () => false,
    ),
    new Promise<false>((resolve) => setTimeout(resolve, answerMs, false).unref()),
  ])

/** Asks storage and blobs whether they answer; a node that is to end is not ready, whatever they say. */
export async function notReady(
  { check, blobs }: Pick<Engine, 'check'> & { blobs: Pick<Blobs, 'stat'> },
  isDraining: boolean,
): Promise<NotReady[]> {
  const [storage, files] = await Promise.all([
    answers(check()),
    // Whether it is there does not matter: only that somebody can say so.
    answers(blobs.stat(blobKeys.workbook('ready.xlsx'))),
  ])
  return [
    ...(isDraining ? (['draining'] as const) : []),
    ...(storage ? [] : (['storage'] as const)),
    ...(files ? [] : (['blobs'] as const)),
  ]
}
