import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deliveryStates, isTerminal, reportStates, terminalStates } from '../contract/reports.ts'
import {
  assertDeliveryMove,
  assertMove,
  canMove,
  IllegalTransition,
  isDeliverySettled,
  isSettled,
  retryTarget,
} from './state-machine.ts'

const anyState = fc.constantFrom(...reportStates)
const anyDelivery = fc.constantFrom(...deliveryStates)

describe('the state machine of a report', () => {
  it('never leaves a terminal state', () => {
    fc.assert(
      fc.property(fc.constantFrom(...terminalStates), anyState, (from, to) => {
        expect(canMove(from, to)).toBe(false)
        expect(() => assertMove(from, to)).toThrow(IllegalTransition)
      }),
    )
  })

  it('ends every walk of legal moves in a terminal state or still on its way, never anywhere else', () => {
    fc.assert(
      fc.property(fc.array(anyState, { maxLength: 40 }), (wishes) => {
        let state: (typeof reportStates)[number] = 'queued'
        for (const wish of wishes) {
          if (canMove(state, wish)) {
            expect(isTerminal(state)).toBe(false)
            state = wish
          } else expect(() => assertMove(state, wish)).toThrow(IllegalTransition)
        }
        expect(reportStates).toContain(state)
      }),
    )
  })

  it('never goes back a stage but through the queue', () => {
    expect(canMove('summarizing', 'collecting')).toBe(false)
    expect(canMove('writing', 'summarizing')).toBe(false)
    expect(canMove('writing', 'queued')).toBe(true)
  })

  it('finishes only from writing', () => {
    expect(reportStates.filter((state) => canMove(state, 'finished'))).toEqual(['writing'])
  })
})

describe('the state machine of a delivery', () => {
  it('freezes what is settled', () => {
    fc.assert(
      fc.property(anyDelivery.filter(isDeliverySettled), anyDelivery, (from, to) => {
        expect(() => assertDeliveryMove(from, to)).toThrow(IllegalTransition)
      }),
    )
  })

  it('is sent only after sending', () => {
    expect(() => assertDeliveryMove('pending', 'sent')).toThrow(IllegalTransition)
    expect(() => assertDeliveryMove('sending', 'sent')).not.toThrow()
  })
})

describe('what a retry repeats', () => {
  it('is the stages of what failed or was cancelled, and the mail alone of what finished', () => {
    fc.assert(
      fc.property(anyState, anyDelivery, (state, delivery) => {
        const target = retryTarget({ state, delivery })
        const isEnded = state === 'failed' || state === 'cancelled'
        const hasLostMail =
          state === 'finished' && (delivery === 'failed' || delivery === 'uncertain')
        expect(target).toBe(isEnded ? 'stages' : hasLostMail ? 'delivery' : null)
      }),
    )
  })

  it('is settled when the state is terminal and the mail is no longer on its way', () => {
    expect(isSettled({ state: 'finished', delivery: 'sending' })).toBe(false)
    expect(isSettled({ state: 'finished', delivery: 'uncertain' })).toBe(true)
    expect(isSettled({ state: 'writing', delivery: 'none' })).toBe(false)
  })
})
