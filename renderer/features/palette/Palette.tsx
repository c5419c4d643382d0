import { Modal } from '@mantine/core'
import { IconMessage, IconSearch } from '@tabler/icons-react'
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector, useStore } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import { Name } from '../../ui/Name.tsx'
import { oneLine } from '../../ui/plain-text.ts'
import { roomsSlice, selectRoomCount, type RoomsRoot } from '../rooms/index.ts'
import { find, type Command } from './find.ts'
import classes from './palette.module.css'

/** Rooms shown at most; a longer query finds the others. */
const shownRooms = 30

type Choice =
  { kind: 'command'; command: Command } | { kind: 'room'; roomOid: string; name: string }

/** Commands that fit, then rooms that fit; rooms only once something is typed. */
const useChoices = (commands: readonly Command[], query: string): Choice[] => {
  const { t } = useTranslation()
  const store = useStore<RoomsRoot>()
  const count = useSelector(selectRoomCount)
  return useMemo(() => {
    const found = find(commands, query, {
      textOf: ({ title }) => title,
      wordsOf: ({ words = '' }) => words,
      limit: commands.length,
    })
    const rooms = count === 0 || query.trim() === '' ? [] : store.getState().rooms.ids
    const named = rooms.map((roomOid) => ({
      roomOid,
      name: oneLine(store.getState().rooms.entities[roomOid]?.name ?? '').trim(),
    }))
    return [
      ...found.map((command) => ({ kind: 'command', command }) as const),
      ...find(named, query, { textOf: ({ name }) => name, limit: shownRooms }).map(
        ({ roomOid, name }) =>
          ({ kind: 'room', roomOid, name: name || t('rooms.unnamed') }) as const,
      ),
    ]
  }, [commands, count, query, store, t])
}

const keyOf = (choice: Choice): string =>
  choice.kind === 'command' ? choice.command.id : `room ${choice.roomOid}`

export interface PaletteProps {
  commands: readonly Command[]
  /** Shows a room; the palette has closed by then. */
  onRoom: (roomOid: string) => void
  onClose: () => void
}

/**
 * Everything by name, from the keyboard: what one types narrows the list, arrows move, Enter does it.
 * The focus stays in the field, so a screen reader hears the option that `aria-activedescendant` names.
 */
export const Palette = ({ commands, onRoom, onClose }: PaletteProps) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const listId = useId()
  const choices = useChoices(commands, query)
  const position = Math.min(at, choices.length - 1)

  useEffect(() => {
    const option = list.current?.children[position]
    // jsdom scrolls nothing.
    option?.scrollIntoView?.({ block: 'nearest' })
  }, [position])

  const choose = (choice: Choice | undefined) => {
    if (!choice) return
    onClose()
    if (choice.kind === 'command') choice.command.run()
    else {
      dispatch(roomsSlice.actions.roomOpened(choice.roomOid))
      onRoom(choice.roomOid)
    }
  }

  const onKeyDown = (event: KeyboardEvent) => {
    const last = choices.length - 1
    if (event.key === 'ArrowDown') setAt(position >= last ? 0 : position + 1)
    else if (event.key === 'ArrowUp') setAt(position <= 0 ? last : position - 1)
    else if (event.key === 'PageDown') setAt(Math.min(last, position + 8))
    else if (event.key === 'PageUp') setAt(Math.max(0, position - 8))
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) choose(choices[position])
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  const idOf = (index: number) => `${listId}-${index}`
  const firstRoom = choices.findIndex(({ kind }) => kind === 'room')
  return (
    <Modal.Root
      opened
      onClose={onClose}
      lockScroll={false}
      returnFocus={false}
      size={560}
      yOffset="12vh"
      transitionProps={{ duration: 120 }}
      // On the root: a class of the content itself would also be given to what centres it.
      classNames={{ content: classes.content ?? '' }}
    >
      <Modal.Overlay />
      <Modal.Content aria-label={t('palette.title')}>
        <div className={classes.field}>
          <IconSearch size={16} stroke={1.75} aria-hidden />
          <input
            data-autofocus
            type="text"
            role="combobox"
            aria-label={t('palette.search')}
            aria-expanded
            aria-controls={listId}
            aria-activedescendant={position >= 0 ? idOf(position) : undefined}
            autoComplete="off"
            spellCheck={false}
            placeholder={t('palette.search')}
            value={query}
            onChange={(event) => {
              setQuery(event.currentTarget.value)
              setAt(0)
            }}
            onKeyDown={onKeyDown}
          />
        </div>
        <div
          ref={list}
          id={listId}
          role="listbox"
          aria-label={t('palette.title')}
          className={classes.list}
        >
          {choices.map((choice, index) => (
            <div
              key={keyOf(choice)}
              id={idOf(index)}
              role="option"
              aria-selected={index === position}
              data-first-room={index === firstRoom || undefined}
              className={classes.option}
              // Only a pointer that really moves chooses; one that lies there while the list scrolls does not.
              onMouseMove={() => setAt(index)}
              onClick={() => choose(choice)}
            >
              {choice.kind === 'command' ? (
                <>
                  <span>{choice.command.title}</span>
                  {choice.command.keys !== undefined && <kbd>{choice.command.keys}</kbd>}
                </>
              ) : (
                <>
                  <IconMessage size={16} stroke={1.75} aria-hidden />
                  <Name className={classes.name}>{choice.name}</Name>
                </>
              )}
            </div>
          ))}
        </div>
        {choices.length === 0 && <p className={classes.none}>{t('palette.none')}</p>}
      </Modal.Content>
    </Modal.Root>
  )
}
