import { describe, expect, it } from 'vitest'
import { message, room, roomOf, start, summarize } from '../../../tests/summary/room.ts'
import { Summary } from '../../contract/summary.ts'
import type { StoredMessage } from '../../ports/message.ts'
import { createExtractiveEngine } from './engine.ts'

const launch = roomOf(`
  Ann: Good morning everyone!
  Ben: morning
  Ann: The payment service failed again last night because the database connection pool was exhausted.
  Ben: Yes, the connection pool is too small for the payment service, we saw 400 timeouts.
  Cleo: We agreed to raise the connection pool to 200 and to release on Friday.
  Ben: Cleo, can you update the runbook for the payment service by tomorrow?
  Cleo: Sure, I'll write the new runbook tomorrow and post it here.
  Dan: lol
  Dan: 👍👍👍
  Ann: More about connection pools: https://example.org/pools and https://example.org/pools
  Ben: Does anybody have the password of the staging dashboard?
  Ann: ok
  Ann: See you all on Monday, have a nice weekend!
`)

describe('a room of a small team', () => {
  it('is headed by its decision, else by the task taken on, else by what it was about', async () => {
    expect((await summarize(launch)).headline).toMatch(/^Settled: "We agreed to raise the conn/)
    const undecided = launch.filter(({ text }) => !text.startsWith('We agreed'))
    expect((await summarize(undecided)).headline).toMatch(/^Cleo: "Sure, I'll write the new runb/)
    const { headline } = await summarize(launch.slice(0, 4))
    expect(headline).toMatch(/^4 messages from 2 people, mostly about /)
    expect(headline).toMatch(/connection pool/)
    expect(headline).toMatch(/payment service/)
  })

  it('is quoted by what carries the subject, not by greetings', async () => {
    const { keyPoints } = await summarize(launch)
    const quotes = keyPoints.map(({ text }) => text).join('\n')
    expect(quotes).toMatch(/connection pool/)
    expect(quotes).not.toMatch(/Good morning|lol|👍|nice weekend/)
  })

  it('quotes word for word, with author, time and row', async () => {
    const { keyPoints } = await summarize(launch)
    for (const point of keyPoints) {
      const source = launch[point.messageNumber - 1]!
      expect(source.id).toBe(point.messageId)
      expect(source.author).toBe(point.author)
      expect(source.text).toContain(point.text)
      expect(point.at).toBe(new Date(source.at!).toISOString())
    }
  })

  it('shows a request that was taken on once, with its owner and its date', async () => {
    const { actionItems } = await summarize(launch)
    expect(actionItems.map(({ kind, owner, due }) => ({ kind, owner, due }))).toEqual([
      { kind: 'commitment', owner: 'Cleo', due: { words: 'tomorrow', date: '2024-05-02' } },
    ])
    expect(actionItems[0]).toMatchObject({ certainty: 'found', about: { author: 'Ben' } })
  })

  it('begins no question with what is left of an address', async () => {
    const text = ': does anybody know who has the password of the harbour gate?'
    const { openQuestions } = await summarize([...launch, message(launch.length + 1, 'Eve', text)])
    expect(openQuestions.map((question) => question.text)).toContain(text.slice(2))
  })

  it('shows links once with their count, and people by messages', async () => {
    const { links, participants } = await summarize(launch)
    expect(links.map(({ url, count, author }) => ({ url, count, author }))).toEqual([
      { url: 'https://example.org/pools', count: 2, author: 'Ann' },
    ])
    expect(participants).toEqual([
      { author: 'Ann', messages: 5 },
      { author: 'Ben', messages: 4 },
      { author: 'Cleo', messages: 2 },
      { author: 'Dan', messages: 2 },
    ])
  })

  it('says that it quotes, and that it has read everything', async () => {
    const { method, coverage } = await summarize(launch)
    expect(method).toEqual({
      engine: 'extractive',
      kind: 'extractive',
      label: 'Quotes picked on this computer, no AI model',
      code: 'summary_quotes',
      params: {},
    })
    expect(coverage).toEqual({
      messages: 13,
      read: 13,
      from: new Date(start + 60_000).toISOString(),
      to: new Date(start + 13 * 60_000).toISOString(),
      truncated: false,
    })
  })
})

describe('a room without words', () => {
  it.each([
    ['empty', []],
    ['of system lines alone', [message(1, '', 'Ann joined', { kind: 'system' })]],
  ])('%s has nothing to report', async (_name, messages: StoredMessage[]) => {
    const summary = await summarize(messages)
    expect(Summary.parse(summary)).toEqual(summary)
    expect(summary.headline).toBe('nothing to report')
    expect(summary.coverage).toMatchObject({ messages: 0, read: 0, from: null, to: null })
  })

  it.each(['👍', '🎉🎉🎉 🥳', '', '   ', '?!', '…', ')(*&^%$#@!', '```\ncode()\n```', '\u0000'])(
    'that is only %j is counted and not quoted',
    async (text) => {
      const summary = await summarize([message(1, 'Ann', text), message(2, 'Ben', text)])
      expect(Summary.parse(summary)).toEqual(summary)
      expect(summary.headline).toBe('2 messages from 2 people; no decision or task found')
      expect(summary.keyPoints).toEqual([])
    },
  )
})

describe('a room in another language', () => {
  const rooms: Record<string, { script: string; topic: RegExp; quote: RegExp; question?: RegExp }> =
    {
      German: {
        script: `
        Anna: Hallo zusammen
        Bernd: Der neue Drucker im zweiten Stock druckt nur noch leere Seiten, obwohl der Toner voll ist.
        Anna: Das Problem mit dem Drucker hatten wir im April auch, damals war der Treiber schuld.
        Bernd: Wir haben beschlossen, den Treiber vom Drucker heute Abend neu zu installieren.
        Anna: Kannst du bitte danach eine Testseite vom Drucker schicken?`,
        topic: /[Dd]rucker/,
        quote: /Drucker|Treiber/,
      },
      Japanese: {
        script: `
        田中: おはようございます
        鈴木: 昨日の会議で新しい予算案について話し合いましたが、予算案の承認は来週になりました。
        田中: 予算案の資料を金曜日までに準備してください。
        鈴木: 会議室の予約はどうなっていますか？`,
        topic: /予算/,
        quote: /予算/,
        question: /会議室/,
      },
      Chinese: {
        script: `
        李雷: 大家好
        韩梅梅: 服务器昨天晚上又宕机了，数据库连接池已经用完，我们需要增加连接池的大小。
        李雷: 数据库连接池的大小现在是五十，服务器重启以后暂时没有问题。
        韩梅梅: 那么谁负责修改服务器的配置？`,
        topic: /服务器|数据库|连接/,
        quote: /连接池/,
        question: /谁负责/,
      },
      Thai: {
        script: `
        สมชาย: สวัสดีครับ
        สมหญิง: เมื่อวานเราคุยกันเรื่องการออกแบบเว็บไซต์ใหม่ในที่ประชุม และลูกค้าชอบการออกแบบมาก
        สมชาย: การออกแบบเว็บไซต์ต้องเสร็จภายในวันศุกร์`,
        topic: /./,
        quote: /ออกแบบ/,
      },
      Arabic: {
        script: `
        ليلى: صباح الخير
        عمر: الخادم الجديد توقف عن العمل أمس بسبب مشكلة في قاعدة البيانات ويجب إصلاح قاعدة البيانات اليوم
        ليلى: قاعدة البيانات تحتاج مساحة أكبر على الخادم الجديد قبل نهاية الأسبوع
        عمر: من سيعمل على الخادم غدا؟`,
        topic: /البيانات|الخادم/,
        quote: /البيانات/,
        question: /غدا؟/,
      },
      Hebrew: {
        script: `
        דנה: בוקר טוב
        יוסי: השרת החדש נפל אתמול בגלל בעיה במסד הנתונים וצריך לתקן את השרת היום
        דנה: השרת החדש צריך יותר זיכרון לפני סוף השבוע אחרת השרת ייפול שוב`,
        topic: /השרת/,
        quote: /השרת/,
      },
      Russian: {
        script: `
        Иван: Привет всем
        Ольга: Сервер базы данных вчера вечером снова упал, потому что закончилось место на диске.
        Иван: Сервер нужно перенести на новый диск, иначе база данных снова остановится.
        Ольга: Кто сможет завтра проверить сервер?`,
        topic: /сервер/,
        quote: /[Сс]ервер/,
        question: /Кто сможет/,
      },
    }

  it.each(Object.entries(rooms))('%s is quoted by its subject', async (_name, wanted) => {
    const summary = await summarize(roomOf(wanted.script))
    expect(Summary.parse(summary)).toEqual(summary)
    expect(summary.headline).toMatch(wanted.topic)
    expect(summary.keyPoints.map(({ text }) => text).join('\n')).toMatch(wanted.quote)
    if (wanted.question !== undefined) {
      expect(summary.openQuestions.map(({ text }) => text).join('\n')).toMatch(wanted.question)
    }
  })
})

describe('a noisy channel', () => {
  const talk = [
    'The kernel upgrade breaks the wireless driver on every laptop with that chipset.',
    'A wireless driver from the backports fixes the kernel upgrade for me.',
    'My laptop has the same chipset and the wireless driver works after the upgrade.',
  ]

  it('is not about the advert that floods it', async () => {
    const flood = Array.from({ length: 300 }, (_, index) =>
      message(
        index + 1,
        'spammer',
        `Cheap replica watches, order ${index} now at our replica shop!`,
      ),
    )
    const summary = await summarize([
      ...flood,
      ...talk.map((text, index) => message(301 + index, `user${index}`, text)),
    ])
    expect(summary.headline).toMatch(/wireless driver|kernel upgrade/)
    expect(summary.headline).not.toMatch(/replica/)
    expect(summary.keyPoints.map(({ text }) => text).join('\n')).not.toMatch(/replica/)
  })

  it('is not about a pasted log', async () => {
    const log = Array.from(
      { length: 40 },
      (_, line) => `[${line}.123456] usb 1-1: device=0x${line}`,
    )
    const summary = await summarize([
      message(1, 'paster', log.join('\n')),
      ...talk.map((text, index) => message(2 + index, `user${index}`, text)),
    ])
    expect(summary.keyPoints.map(({ author }) => author)).not.toContain('paster')
    expect(summary.headline).toMatch(/wireless driver|kernel upgrade/)
  })

  it('is not about the names that people call each other', async () => {
    const summary = await summarize([
      message(1, 'tux', 'hello'),
      message(2, 'gnu', 'tux: hello'),
      ...Array.from({ length: 20 }, (_, index) =>
        message(
          3 + index,
          index % 2 === 0 ? 'tux' : 'gnu',
          `${index % 2 === 0 ? 'gnu' : 'tux'}: hm ${index}`,
        ),
      ),
      ...talk.map((text, index) => message(40 + index, 'tux', `gnu: ${text}`)),
    ])
    expect(summary.headline).not.toMatch(/\b(?:tux|gnu)\b/)
    expect(summary.headline).toMatch(/wireless driver|kernel upgrade/)
  })

  it('lets a program speak only where people say less', async () => {
    const summary = await summarize(
      [
        message(
          1,
          'deploybot',
          'The wireless driver of the kernel upgrade was built for the laptop.',
        ),
        ...talk.map((text, index) => message(2 + index, `user${index}`, text)),
      ],
      { keyPointWords: 30 },
    )
    expect(summary.keyPoints.map(({ author }) => author)).not.toContain('deploybot')
  })
})

describe('the engine at work', () => {
  const many = Array.from({ length: 20_000 }, (_, index) =>
    message(
      index + 1,
      `user${index % 50}`,
      `Subject ${index % 97} of the plan number ${index} again`,
    ),
  )

  it('gives the same summary however the room is cut into batches', async () => {
    const cut = (size: number): StoredMessage[][] =>
      Array.from({ length: Math.ceil(launch.length / size) }, (_, batch) =>
        launch.slice(batch * size, (batch + 1) * size),
      )
    const run = (size: number) =>
      createExtractiveEngine().summarize(
        { room, total: launch.length, messages: () => cut(size) },
        () => undefined,
        new AbortController().signal,
      )
    const whole = await run(100)
    expect(await run(1)).toEqual(whole)
    expect(await run(4)).toEqual(whole)
  })

  it('tells progress that never falls and ends at the total', async () => {
    const seen: [number, number][] = []
    await createExtractiveEngine().summarize(
      { room, total: many.length, messages: () => [many] },
      (event) => event.type === 'progress' && seen.push([event.done, event.total!]),
      new AbortController().signal,
    )
    expect(seen.at(-1)).toEqual([20_000, 20_000])
    expect(seen.length).toBeGreaterThan(20)
    expect(seen.every(([done], at) => at === 0 || done >= seen[at - 1]![0])).toBe(true)
  })

  it('returns to the event loop while it works', async () => {
    let turns = 0
    let working = true
    const turn = (): void => {
      turns++
      if (working) setImmediate(turn)
    }
    setImmediate(turn)
    const { user } = process.cpuUsage()
    await summarize(many)
    working = false
    const milliseconds = (process.cpuUsage().user - user) / 1_000
    // One rest each 12 ms of work; the factor leaves room for a busy machine.
    expect(turns).toBeGreaterThan(milliseconds / 60)
  })

  it('stops soon after an abort, with its reason', async () => {
    const controller = new AbortController()
    const reason = new Error('cancelled by the user')
    let read = 0
    const work = createExtractiveEngine().summarize(
      { room, total: many.length, messages: () => [many] },
      (event) => {
        if (event.type !== 'progress') return
        read = event.done
        if (read >= 2_000) controller.abort(reason)
      },
      controller.signal,
    )
    await expect(work).rejects.toBe(reason)
    expect(read).toBeLessThan(many.length / 2)
  })

  it('does not begin when it is aborted already', async () => {
    const reason = new Error('too late')
    const work = createExtractiveEngine().summarize(
      { room, total: 1, messages: () => expect.unreachable() },
      () => expect.unreachable(),
      AbortSignal.abort(reason),
    )
    await expect(work).rejects.toBe(reason)
  })

  it('passes on the error of the source it reads', async () => {
    const broken = async function* (): AsyncGenerator<StoredMessage[]> {
      yield launch
      throw new Error('database is locked')
    }
    const work = createExtractiveEngine().summarize(
      { room, total: 26, messages: broken },
      () => undefined,
      new AbortController().signal,
    )
    await expect(work).rejects.toThrow('database is locked')
  })
})

describe('a room in a language that nobody has learned', () => {
  const polish = roomOf(`
    Ola: Cześć, czy jutro płyniemy promem o dziesiątej?
    Jan: Tak, jest już postanowione, że płyniemy jutro.
    Ola: Czy możesz kupić bilety dla wszystkich, także dla Ani?
    Jan: Tak, kupię je dziś wieczorem, to nie jest problem.
    Ewa: Kto ma klucz do szopy, bo ja go nie mam?
    Ola: Nie wiem, ale może jest u nas w domu na stole.
    Jan: Dobrze, to ja jeszcze zapytam sąsiada, czy go ma.
    Ewa: Dzięki, już się nie mogę doczekać tej wycieczki na wyspę!
  `)
  const read = (language: 'en' | 'de') =>
    createExtractiveEngine().summarize(
      { room, language, total: polish.length, messages: () => [polish] },
      () => undefined,
      new AbortController().signal,
    )

  it('has no decisions or tasks, says so in the language of the report, and tells the rest', async () => {
    const summary = await read('en')
    expect(Summary.parse(summary)).toMatchObject({
      otherLanguage: 'pl',
      decisions: [],
      actionItems: [],
      totals: { decisions: { found: 0, possible: 0 }, actionItems: { found: 0, possible: 0 } },
    })
    expect(summary.keyPoints.length).toBeGreaterThan(0)
    expect(summary.conversations?.some(({ ended }) => /decision|action/.test(ended))).toBe(false)
    expect(summary.headline).toMatch(/not looked for: the room's language is Polish/)
    expect((await read('de')).headline).toMatch(/Die Sprache des Raums ist Polnisch/)
  })
})
