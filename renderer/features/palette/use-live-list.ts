import { useCallback, useState } from 'react'
import { useAppDispatch, type createCommand } from '../../api/services.ts'
import { useRested } from '../../ui/use-rested.ts'

/** Letters from which on the server is asked beside what the window knows itself. */
const enough = 2

const none: readonly never[] = []

/**
 * What the server finds for what is typed; empty until that is there, and where it finds nothing.
 *
 * @param command asks for it
 */
export const useLiveList = <T>(
  text: string,
  command: ReturnType<typeof createCommand<readonly T[], string>>,
): readonly T[] => {
  const dispatch = useAppDispatch()
  const [found, setFound] = useState<{ text: string; list: readonly T[] }>({ text: '', list: none })
  const ask = useCallback(() => {
    const request = dispatch(command(text))
    void request.then((answer) => {
      if (command.fulfilled.match(answer)) setFound({ text, list: answer.payload })
    })
    return request
  }, [dispatch, command, text])
  const isAsked = text.trim().length >= enough
  useRested(isAsked ? ask : null)
  return isAsked && found.text === text ? found.list : none
}
