import { describe, expect, it } from 'vitest'
import { parseAnswer, type Answer } from './answer.ts'

const answer: Answer = {
  headline: 'It {ships}, "they" said </b>',
  keyPoints: [{ text: 'The pump is late', source: 'm3' }],
  decisions: [],
  actionItems: [],
  openQuestions: [],
  answered: [],
  timeline: [],
}
const json = JSON.stringify(answer)
const draft = json.replace('It {ships}', 'A draft')

describe('an answer is found', () => {
  it.each([
    ['alone', json],
    ['in a fence', `\`\`\`json\n${json}\n\`\`\``],
    ['behind thoughts in tags', `<think>maybe {"headline": "no"}?</think>${json}`],
    ['behind a closing tag alone', `maybe {"headline": ...} so I write it\n</think>\n\n${json}`],
    ['behind other tags', `<reasoning>${draft}</reasoning>\n<answer>${json}</answer>`],
    ['behind thoughts in brackets', `[THINK]${draft}[/THINK]${json}`],
    ['behind a tag that is never closed', `<think>I will write ${json}`],
    [
      'in the last channel of gpt-oss',
      `<|channel|>analysis<|message|>We need ${draft}.<|end|><|start|>assistant<|channel|>final <|constrain|>json<|message|>${json}<|return|>`,
    ],
    ['in prose with braces', `Sure! {as you {wish}, here: {} ${json} Hope {that} helps }`],
    ['behind a brace that is never closed', `A set is written { like this: ${json}`],
    ['twice', `${json}\n${json}`],
    ['behind its own draft', `${draft}\nNo, better:\n${json}`],
    ['in a list', `[${json}]`],
    ['in a wrapper', JSON.stringify({ answer })],
    [
      'with commas too many',
      json.replaceAll(']', ',]').replaceAll('}]', '},]').replace(/\}$/, ',}'),
    ],
    ['with comments', json.replace('{"headline"', '{ // the headline\n"headline"')],
    [
      'with keys of another spelling',
      json.replace('keyPoints', 'key_points').replace('openQuestions', 'OpenQuestions'),
    ],
  ])('%s', (_how, text) => {
    expect(parseAnswer(text)).toEqual(answer)
  })

  it('with quotation marks of Python', () => {
    const text =
      "{'headline': 'Ships', 'keyPoints': [{'text': 'Late', 'source': 'm3'}], 'decisions': None}"
    expect(parseAnswer(text)).toMatchObject({
      headline: 'Ships',
      keyPoints: [{ text: 'Late', source: 'm3' }],
      decisions: [],
    })
  })

  it.each([
    [3, '3'],
    [[3, 4], '3, 4'],
    [['m3', 'm4'], 'm3, m4'],
    ['m3, m4', 'm3, m4'],
  ])('with the source %j', (source, kept) => {
    const text = JSON.stringify({ ...answer, keyPoints: [{ text: 'Late', source }] })
    expect(parseAnswer(text).keyPoints).toEqual([{ text: 'Late', source: kept }])
  })

  it('with items that are texts which name their message', () => {
    const text = JSON.stringify({
      ...answer,
      keyPoints: ['Late (m3)', 'Nobody knows', 'Both [m3, m4].'],
    })
    expect(parseAnswer(text).keyPoints).toEqual([
      { text: 'Late', source: 'm3' },
      { text: 'Both', source: 'm3, m4' },
    ])
  })

  it.each(['', 'no object', '{', '}{', '{"other": 1}', '{"headline": }', '{'.repeat(50_000)])(
    'never in %.20j',
    (text) => {
      expect(() => parseAnswer(text)).toThrow(/JSON/)
    },
  )
})
