import { useEffect, useRef, useState } from 'react'
import { addSample, smooth, timeLeft, type Sample, type TimeLeft } from './batch.ts'

/** How often the range may change; people read it from afar. */
const sampleEveryMs = 1_000

/**
 * Time left of the batch as a range of seconds, or null while unknown. Looks at `fraction` once a
 * second instead of with every status, so that the words stand still.
 */
export const useTimeLeft = (busy: boolean, fraction: number) => {
  const [left, setLeft] = useState<TimeLeft | null>(null)
  const newest = useRef(fraction)
  useEffect(() => {
    newest.current = fraction
  }, [fraction])
  useEffect(() => {
    if (!busy) return
    let samples: Sample[] = []
    const sample = () => {
      samples = addSample(samples, { at: performance.now(), fraction: newest.current })
      const now = timeLeft(samples)
      setLeft((before) => smooth(before, now, sampleEveryMs / 1_000))
    }
    const timer = setInterval(sample, sampleEveryMs)
    sample()
    return () => {
      clearInterval(timer)
      setLeft(null)
    }
  }, [busy])
  return left
}
