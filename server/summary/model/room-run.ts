import type { Reason } from '../../contract/reason.ts'
import { sentence } from '../../contract/sentences.ts'
import { inEnglish } from '../../words/say.ts'
import { summaryLimits } from '../limits.ts'
import type { Certainty, Summary } from '../../contract/summary.ts'
import type { ModelMemory } from '../../ports/model-memory.ts'
import type { HearStage } from '../../contract/stage-event.ts'
import type { SummaryInput } from '../engine.ts'
import type { RoomReading } from '../extractive/engine.ts'
import { headlineParts } from '../extractive/headline-parts.ts'
import { headlineOf } from '../extractive/headline.ts'
import type { Answer } from './answer.ts'
import { Asker } from './asker.ts'
import { Budget, type CostCap } from './budget.ts'
import type { ModelCaller } from './calls.ts'
import { AnswerCheck, nameKey, type Checked, type Known } from './checking/check-answer.ts'
import { headlineOrNull } from './checking/headline.ts'
import { OurReading } from './checking/our-reading.ts'
import { timelineOf } from './checking/timeline.ts'
import { choosePlan, type ChosenPlan } from './choose-plan.ts'
import { ModelError } from './errors.ts'
import { partTokensOf } from './forecast.ts'
import { sizeKey } from './part-keys.ts'
import { Reading, type Sizes } from './reading.ts'
import type { Calibration } from './tokens.ts'
import type { ModelTransport } from './transport.ts'
import type { UsageMeter } from './usage.ts'

/** Share of the progress that the quoting engine takes, which always runs first. */
export const quotingShare = 0.2

/** What all rooms of one engine share. */
export interface ModelSetup {
  transport: ModelTransport
  sizes: Sizes
  caller: ModelCaller
  calibration: Calibration
  memory: ModelMemory
  /** Calls that one room makes at once. */
  calls: number
  /** Milliseconds for all of them. */
  roomMs: number
  /** Null: a report may cost whatever it costs. */
  cap: CostCap | null
}

/** One room at one server. */
export class RoomRun {
  readonly #setup: ModelSetup
  readonly #hear: HearStage
  readonly #meter: UsageMeter
  readonly #outer: AbortSignal
  readonly #signal: AbortSignal

  constructor(setup: ModelSetup, hear: HearStage, meter: UsageMeter, signal: AbortSignal) {
    this.#setup = setup
    this.#hear = hear
    this.#meter = meter
    this.#outer = signal
    this.#signal = AbortSignal.any([signal, AbortSignal.timeout(setup.roomMs)])
  }

  /** @throws ModelError, also where nothing that the model wrote can be shown */
  async write(input: SummaryInput, room: RoomReading): Promise<Summary> {
    const { summary: quoted } = room
    const { calibration, cap, sizes } = this.#setup
    const partTokens = await this.#firstPartTokens(input.room.roomOid)
    const plan = await choosePlan(
      input,
      room,
      { partTokens, cap, calibrate: (estimate) => calibration.of(estimate) },
      this.#outer,
    )
    const { total } = input
    const reading = new Reading(
      {
        ...this.#setup,
        asker: new Asker({
          ...this.#setup,
          hear: this.#hear,
          meter: this.#meter,
          budget: new Budget(cap, this.#meter),
        }),
        meter: this.#meter,
        hear: this.#hear,
        partTokens: () => partTokensOf(sizes, calibration.of(1_000)),
        partAnswerTokens: cap === null ? Infinity : summaryLimits.cappedAnswerTokens,
        onDone: (share) =>
          this.#hear({
            type: 'progress',
            done: Math.floor(total * (quotingShare + (1 - quotingShare) * share)),
            total,
            unit: 'messages',
          }),
      },
      quoted,
    )
    const answer = await reading.read(plan.parts, this.#signal)
    const known: Known = {
      people: new Map(quoted.participants.map(({ author }) => [nameKey(author), author])),
      urls: new Set(quoted.links.map(({ url }) => url)),
      ours: new OurReading(room.found, quoted.otherLanguage === undefined),
      end: quoted.coverage.to === null ? null : Date.parse(quoted.coverage.to),
      timeZone: input.timeZone,
    }
    const checked = new AnswerCheck(plan.shown, known).check(answer)
    if (checked.keyPoints.length === 0) {
      throw new ModelError('empty', 'Nothing the model wrote could be traced to a message')
    }
    const summary = this.#summaryOf(answer, checked, plan, quoted, known)
    const headline =
      headlineOrNull(answer.headline, summary, plan.shown, known) ??
      headlineOf(room.headline.speech, headlineParts(summary, room.headline))
    return { headline, ...summary }
  }

  /** The size that this room was first read with, as long as it is still near the right one. */
  async #firstPartTokens(roomOid: string): Promise<number> {
    const { calibration, memory, transport, sizes } = this.#setup
    const now = partTokensOf(sizes, calibration.of(1_000))
    const key = sizeKey(transport, roomOid, sizes)
    const first = await memory.answer(key)
    if (typeof first === 'number' && first <= now * 1.3 && first >= now * 0.5) return first
    await memory.keepAnswer(key, now)
    return now
  }

  #summaryOf(
    answer: Answer,
    checked: Checked,
    plan: ChosenPlan,
    quoted: Summary,
    known: Known,
  ): Omit<Summary, 'headline'> {
    const { transport } = this.#setup
    const { orders } = plan
    const notes: Reason[] = [
      ...(plan.cut === null ? [] : [plan.cut]),
      ...(orders === 0 ? [] : [sentence('orders_in_messages', { count: orders })]),
    ]
    const author = { model: transport.model, host: transport.host }
    const said = notes.reduce<Reason>(
      (reason, note) => sentence('summary_noted', { reason, note }),
      sentence('summary_by_model', author),
    )
    return {
      ...checked,
      conversations: timelineOf(
        quoted.conversations ?? [],
        answer.timeline,
        checked,
        plan.shown,
        known,
      ),
      totals: {
        decisions: tiersOf(checked.decisions),
        actionItems: tiersOf(checked.actionItems),
        openQuestions: checked.openQuestions.length,
        answered: checked.answered.length,
        conversations: quoted.totals?.conversations ?? 0,
      },
      ...(quoted.answerTimes === undefined ? {} : { answerTimes: quoted.answerTimes }),
      links: quoted.links,
      participants: quoted.participants,
      method: {
        engine: transport.name,
        kind: 'generative',
        label: inEnglish(said),
        ...said,
      },
      coverage: {
        ...quoted.coverage,
        // Messages without words are read by not being there.
        read: plan.complete
          ? quoted.coverage.messages
          : Math.min(plan.shown.size, quoted.coverage.messages),
        truncated: !plan.complete,
      },
    }
  }
}

function tiersOf(items: readonly { certainty?: Certainty | undefined }[]): {
  found: number
  possible: number
} {
  const found = items.filter(({ certainty }) => certainty === 'found').length
  return { found, possible: items.length - found }
}
