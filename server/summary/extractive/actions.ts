import type { ActionItem } from '../../contract/summary.ts'
import { extractiveLimits } from '../../contract/limits.ts'
import type { Pacer } from '../pacer.ts'
import { findingOf, LastOf, type Finding } from './detections.ts'
import { dueIn, type DueWords } from './due-dates.ts'
import type { People } from './people.ts'
import { commitments, decisions, orders, politeness, requests, settled, tasks } from './phrases.ts'
import type { Heard } from './questions.ts'
import { addressee } from './talk.ts'

const maxSentenceLength = 400

interface PossibleAction extends Finding {
  kind: ActionItem['kind']
  /** Lower-case name of the one who was asked, or null. */
  asked: string | null
  task: boolean
}

export interface RankedAction extends Finding {
  kind: ActionItem['kind']
  owner: string | null
  due: DueWords | null
}

/** Possible decisions and action items, found by turns of phrase. */
export class PossibleResults {
  readonly #people: People
  readonly #actions = new LastOf<PossibleAction>(extractiveLimits.detectorWindow)
  readonly #decisions = new LastOf<Finding>(extractiveLimits.detectorWindow)

  constructor(people: People) {
    this.#people = people
  }

  add({ message, sentences, called }: Heard): void {
    const isName = (name: string): boolean => this.#people.isName(name)
    for (const [at, quoted] of sentences.entries()) {
      if (quoted.length > maxSentenceLength || quoted.length < 5) continue
      const sentence = quoted.replaceAll('’', "'")
      const asksOnly = /[?？]\s*$/.test(sentence)
      if (!asksOnly && decisions.test(sentence)) {
        this.#decisions.add(findingOf(message, quoted))
        continue
      }
      const kind = kindOf(sentence, at === 0 ? addressee(sentence, isName)?.rest : undefined)
      if (kind === null) continue
      this.#actions.add({
        ...findingOf(message, quoted),
        kind,
        asked: kind === 'request' ? (called[0] ?? this.#vocative(sentence)) : null,
        task: tasks.test(sentence),
      })
    }
  }

  decisions(limit: number): Finding[] {
    return this.#decisions.items().slice(-limit)
  }

  /**
   * The likeliest ones, in the order of the room: those with a date, an owner or a "TODO" first.
   * An owner is somebody who promised or who was called by name; nobody is guessed.
   *
   * @param timeZone in which the dates that they name are counted
   */
  async actions(limit: number, pacer: Pacer, timeZone = 'UTC'): Promise<RankedAction[]> {
    const ranked: (RankedAction & { rank: number })[] = []
    for (const found of this.#actions.items()) {
      ranked.push(this.#rank(found, timeZone))
      if (pacer.isDue()) await pacer.rest()
    }
    return ranked
      .sort((a, b) => b.rank - a.rank || b.number - a.number)
      .slice(0, limit)
      .sort((a, b) => a.number - b.number)
  }

  #rank(found: PossibleAction, timeZone: string): RankedAction & { rank: number } {
    const asked = found.asked === null ? null : this.#people.named(found.asked)
    const owner = found.kind === 'commitment' ? found.author : asked
    const due = dueIn(found.text, found.at, timeZone)
    const rank = (due === null ? 0 : 2) + (owner === null ? 0 : 1) + (found.task ? 2 : 0)
    return { ...found, owner, due, rank }
  }

  /** "Anna, can you ..." in the middle of a message. */
  #vocative(sentence: string): string | null {
    const name = /^([\p{L}\p{M}]{3,32}),\s/u.exec(sentence)?.[1]?.toLowerCase()
    return name !== undefined && this.#people.named(name) !== null ? name : null
  }
}

function kindOf(sentence: string, afterName: number | undefined): ActionItem['kind'] | null {
  if (politeness.test(sentence)) return null
  if (requests.test(sentence) || tasks.test(sentence)) return 'request'
  if (afterName !== undefined && orders.test(sentence.slice(afterName))) return 'request'
  return commitments.test(sentence) && !settled.test(sentence) ? 'commitment' : null
}
