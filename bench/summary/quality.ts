import { access } from 'node:fs/promises'
import { print, round } from './lines.ts'
import { createLexrank, createWink, lead, longest, ours, type Method } from './methods.ts'
import { readMeetings, type Meeting } from './qmsum.ts'
import { rouge, type Rouge } from './rouge.ts'

/** Talks with summaries that people wrote, and how many words every method may quote of each. */
export interface QualityCase {
  name: string
  file: string
  words: number
}

const folder = '../shared/data/summaries'
export const qualityCases: readonly QualityCase[] = [
  { name: 'qmsum', file: `${folder}/qmsum.test.jsonl`, words: 120 },
  { name: 'dialogsum', file: `${folder}/dialogsum.dev.jsonl`, words: 40 },
  { name: 'ami', file: `${folder}/ami.test.jsonl`, words: 120 },
]

const metrics = ['rouge1', 'rouge2', 'rougeL'] as const

/** Every method gets the same talks and the same budget, so one run compares them all. */
export async function compareQuality(cases: readonly QualityCase[]): Promise<void> {
  const methods: Method[] = [ours, lead, longest, createLexrank(), createWink()]
  for (const { name, file, words } of cases) {
    if (!(await isThere(file))) {
      process.stderr.write(`bench:summary: ${file} is not there, so ${name} is left out\n`)
      continue
    }
    const meetings = await readMeetings(file)
    const scores: { method: string; score: Rouge }[] = []
    for (const method of methods) {
      scores.push({ method: method.name, score: await meanOf(method, meetings, words) })
    }
    for (const metric of metrics) {
      const [own, ...peers] = scores.map(
        ({ method, score }) => [method, round(score[metric])] as const,
      )
      const testCase = { case: name, metric, unit: 'F1 x 100' }
      print({ ...testCase, ours: own?.[1] ?? 0, peers: Object.fromEntries(peers) })
    }
  }
  for (const method of methods) await method.close?.()
}

async function meanOf(method: Method, meetings: readonly Meeting[], words: number): Promise<Rouge> {
  const mean: Rouge = { rouge1: 0, rouge2: 0, rougeL: 0 }
  for (const { messages, references } of meetings) {
    const score = rouge(await method.summarize(messages, words), references)
    for (const metric of metrics) mean[metric] += (score[metric] * 100) / meetings.length
  }
  return mean
}

const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  )
