import { ActModel, type StoredActModel } from '../acts/act-model.ts'
import weights from '../weights.json' with { type: 'json' }
import type { ExchangeModel } from './find.ts'
import type { ListName } from './tiers.ts'
import { unpackForest, type PackedForest } from './forest.ts'

/** What `npm run train` writes. */
export interface StoredModel {
  acts: StoredActModel
  exchanges: {
    forests: Record<ListName, PackedForest>
    answer: PackedForest
    shares: ExchangeModel['shares']
    tiers: ExchangeModel['tiers']
    answered: number
  }
}

export interface Model {
  acts: ActModel
  exchanges: ExchangeModel
}

export function modelOf({ acts, exchanges }: StoredModel): Model {
  const { forests, answer, shares, tiers, answered } = exchanges
  return {
    acts: new ActModel(acts),
    exchanges: {
      forests: {
        decisions: unpackForest(forests.decisions),
        actions: unpackForest(forests.actions),
        questions: unpackForest(forests.questions),
      },
      answer: unpackForest(answer),
      shares,
      tiers,
      answered,
    },
  }
}

let shipped: Model | null = null

/** The trained tables that come with the program; unpacked once for each thread. */
export function shippedModel(): Model {
  shipped ??= modelOf(weights)
  return shipped
}
