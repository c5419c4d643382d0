import type { HearStage, StageEvent } from '../contract/stage-event.ts'
import { runLimits } from './limits.ts'

/** What a stage tells, on its way from its thread to the main one. */
export interface StageTelling {
  hear: HearStage
  /** What was held back, for the message that the stage has ended. Nothing follows it. */
  rest(): StageEvent[]
}

/**
 * Holds counters back for a tenth of a second, or until something else is told: waking the main thread costs more than
 * the counting, and a small report counts nine times before it has ended. Their order with all else stays.
 */
export function createStageTelling(post: (events: StageEvent[]) => void): StageTelling {
  let counter: StageEvent | null = null
  let timer: ReturnType<typeof setTimeout> | null = null

  const rest = (): StageEvent[] => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    const held = counter === null ? [] : [counter]
    counter = null
    return held
  }
  return {
    hear(event) {
      if (event.type !== 'progress') return post([...rest(), event])
      counter = event
      timer ??= setTimeout(() => post(rest()), runLimits.counterHeldMs)
    },
    rest,
  }
}
