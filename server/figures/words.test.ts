import { describe, expect, it } from 'vitest'
import type { Conversation } from '../contract/summary.ts'
import type { StoredMessage } from '../ports/message.ts'
import { changedWords, WordCounts } from './changed-words.ts'
import { namesOf, SubjectWords } from './subject-words.ts'

const said = (number: number, text: string): StoredMessage => ({
  number,
  id: `m${number}`,
  sourceId: null,
  at: number,
  timeSource: 'explicit',
  author: 'Ada',
  authorKey: 'Ada',
  kind: 'message',
  text,
  replyTo: null,
  attachments: [],
})

describe('subject words', () => {
  it('are what most messages of a conversation share, and no names, days, numbers or fillers', () => {
    const conversation: Conversation = {
      text: 'x',
      author: 'Ada',
      at: null,
      messageId: 'm1',
      messageNumber: 1,
      messages: [1, 2, 3],
      size: 3,
      until: null,
      people: ['Ada'],
      ended: 'talk',
    }
    const subjects = new SubjectWords([conversation], namesOf(['Ada', 'Bo Tandon']))
    for (const one of [
      said(1, 'Tandon, is the ferry on Monday at 14:30?'),
      said(2, "the ferries are running, really, see Tandon's timetable"),
      said(3, 'ok thanks, ferry timetable then'),
      said(4, 'harbour harbour harbour'),
    ]) {
      subjects.add(one)
    }
    expect(subjects.result()[0]!.words).toEqual(['ferry', 'timetable', 'thanks'].slice(0, 2))
  })
})

describe('the words that changed', () => {
  it('are those that chance does not explain, with both counts, and no names', () => {
    const now = new WordCounts()
    const before = new WordCounts()
    for (let index = 0; index < 40; index += 1) {
      now.add(said(index, `Tandon: the ferry ${index % 2 === 0 ? 'timetable' : 'ticket'}`))
      before.add(said(index, `the budget ${index % 2 === 0 ? 'timetable' : 'plan'}`))
    }
    const { rose, fell } = changedWords(now, before, namesOf(['Tandon']))
    expect(rose.map(({ word }) => word)).toEqual(['ferry', 'ticket'])
    expect(rose[0]).toEqual({ word: 'ferry', now: 40, before: 0 })
    expect(fell.map(({ word }) => word)).toEqual(['budget', 'plan'])
  })
})
