import { useState } from 'react'

/**
 * Whether something has been true since this was first drawn. For what is not drawn before its first use,
 * such as a question that most windows never ask, and stays from then on.
 */
export const useEver = (now: boolean): boolean => {
  const [ever, setEver] = useState(now)
  if (now && !ever) setEver(true)
  return ever || now
}
