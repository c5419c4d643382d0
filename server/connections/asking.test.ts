import { expect, it } from 'vitest'
import { FakeService } from '../../tests/connections/fake-service.ts'
import { VirtualClock } from '../../tests/connections/virtual-clock.ts'
import { askOnce, type Asking } from './asking.ts'
import { Budgets } from './budgets.ts'
import { ServiceError, type Session } from './connector.ts'
import { connectionLimits } from './limits.ts'

function asked(clock: VirtualClock, budgets: Budgets, stop = new AbortController()) {
  const { connector } = new FakeService(clock)
  const session = { signal: stop.signal } as Session
  let pauses = 0
  const asking: Asking = {
    connector,
    budgets,
    clock,
    session,
    asked: 'check',
    onPause: () => void pauses++,
  }
  return { asking, pauses: () => pauses }
}

it('What a person asks for waits for a turn that comes soon', async () => {
  const clock = new VirtualClock()
  const budgets = new Budgets({ check: clock.now() + 5_000 })
  const { asking } = asked(clock, budgets)
  let account = ''
  void askOnce(asking, (connector, session) => connector.check(session)).then((granted) => {
    account = granted.account
  })
  await clock.until(() => account !== '', connectionLimits.personMs)
  expect(account).toBe('bot')
})

it('A pause that the service asked for is told at once, in seconds, and nothing is sent', async () => {
  const clock = new VirtualClock()
  const { asking } = asked(clock, new Budgets({ '': clock.now() + 3_599_001 }))
  let sent = 0
  const answer = askOnce(asking, async () => void sent++)
  await expect(answer).rejects.toMatchObject({
    reason: { code: 'connection_wait', params: { count: 3_600 } },
  })
  expect(sent).toBe(0)
})

it('An answer that asks to wait is told in seconds, and holds for the next request', async () => {
  const clock = new VirtualClock()
  const { asking, pauses } = asked(clock, new Budgets())
  const limited = async (): Promise<never> => {
    throw new ServiceError('limited', 'slow down', { retryAfterMs: 30_000 })
  }
  const wait = { reason: { code: 'connection_wait', params: { count: 30 } } }
  await expect(askOnce(asking, limited)).rejects.toMatchObject(wait)
  await expect(askOnce(asking, limited)).rejects.toMatchObject(wait)
  expect(pauses()).toBe(1)
})

it('Waiting for a turn ends with the process', async () => {
  const clock = new VirtualClock()
  const stop = new AbortController()
  const { asking } = asked(clock, new Budgets({ check: clock.now() + 5_000 }), stop)
  const answer = askOnce(asking, (connector, session) => connector.check(session))
  stop.abort(new Error('closing'))
  await expect(answer).rejects.toThrow('closing')
})
