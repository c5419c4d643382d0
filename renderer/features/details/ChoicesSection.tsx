import { Suspense, useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import type { RoomChoices } from '../../../server/contract/groups.ts'
import { SummaryEngineName, type ReportOptions } from '../../../server/contract/report-options.ts'
import { useAppDispatch, type CommandError } from '../../api/services.ts'
import { sayFailure, toldOf } from '../../ui/sentences.ts'
import { useRested } from '../../ui/use-rested.ts'
import { ChoiceFields, chooseForRoom, readRoomChoices } from '../choices/index.ts'
import { selectGroups } from '../groups/index.ts'
import classes from './details.module.css'

/** What the reports of a room take; read again whenever groups have changed. Null until it is known. */
function useRoomChoices(roomOid: string) {
  const dispatch = useAppDispatch()
  const groups = useSelector(selectGroups)
  const [choices, setChoices] = useState<RoomChoices | null>(null)
  const [problem, setProblem] = useState<CommandError | null>(null)
  const read = useCallback(() => {
    const request = dispatch(readRoomChoices({ roomOid, turn: groups }))
    void request.then((answer) => {
      if (readRoomChoices.fulfilled.match(answer)) setChoices(answer.payload)
    })
    return request
  }, [dispatch, roomOid, groups])
  useRested(read)
  const choose = async (options: ReportOptions | null) => {
    // Shown at once, so that the next choice is made on top of this one.
    setChoices((before) => before && { ...before, options })
    const answer = await dispatch(chooseForRoom({ roomOid, options }))
    if (chooseForRoom.fulfilled.match(answer)) {
      setProblem(null)
      return setChoices(answer.payload)
    }
    setProblem(answer.error as CommandError)
    setChoices(choices)
  }
  return { choices, problem, choose }
}

/** What the reports of this room are like, and who has chosen it: the room itself, a group, or the settings. */
export const ChoicesSection = ({ roomOid }: { roomOid: string }) => {
  const { t } = useTranslation()
  const { choices, problem, choose } = useRoomChoices(roomOid)
  const [isOpen, setOpen] = useState(false)
  // It stands there from the begin, so that nothing moves once the answer has come.
  const all = choices?.choices ?? []
  const own = all.filter(({ from }) => from === 'room').length
  // How reports are mailed is no setting: without a choice it is always the same.
  const others = all.filter(
    ({ key, from, none }) =>
      none === true || from === 'group' || (from === 'settings' && key !== 'delivery'),
  )
  const engine = others.find(({ key, from }) => key === 'summary' && from === 'settings')
  return (
    <section className={classes.section} aria-label={t('choices.ofRoom')}>
      <details
        className={classes.fold}
        open={isOpen}
        onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
      >
        <summary>
          {t('choices.ofRoom')}
          {choices !== null && (
            <span className={classes.muted}>
              {' · '}
              {own === 0 ? t('choices.ownNone') : t('choices.own', { count: own })}
            </span>
          )}
        </summary>
        {isOpen && choices !== null && (
          <Suspense fallback={null}>
            <p className={classes.muted}>{t('choices.ofRoomText')}</p>
            <ChoiceFields
              of="room"
              options={choices.options ?? undefined}
              engine={SummaryEngineName.optional().catch(undefined).parse(engine?.value)}
              others={others}
              canPass={choices.groups.length > 0}
              onChange={(options) => void choose(options)}
            />
          </Suspense>
        )}
        {problem !== null && (
          <p className={classes.warning} role="alert">
            {sayFailure(t, toldOf(problem))}
          </p>
        )}
      </details>
    </section>
  )
}
