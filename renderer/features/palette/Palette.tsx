import { Modal } from '@mantine/core'
import { IconChevronRight, IconSearch } from '@tabler/icons-react'
import { useEffect, useId, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { MarkedParts } from '../../ui/Marked.tsx'
import { Name } from '../../ui/Name.tsx'
import type { Choice } from './choice.ts'
import type { Command } from './find.ts'
import classes from './palette.module.css'
import { recallRecent, rememberRecent } from './recent.ts'
import { useChoices } from './use-choices.ts'

export interface PaletteProps {
  commands: readonly Command[]
  /** Shows a room; the palette has closed by then. */
  onRoom: (roomOid: string) => void
  /** Looks for these words in all messages; the palette has closed by then. */
  onSearch: (text: string) => void
  /** Goes to a view; the palette has closed by then. */
  onView: (view: 'people' | 'search') => void
  onClose: () => void
}

interface OptionProps {
  id: string
  choice: Choice
  selected: boolean
  onPoint: () => void
  onChoose: () => void
}

const Option = ({ id, choice, selected, onPoint, onChoose }: OptionProps) => {
  const Icon = choice.icon
  return (
    <div
      id={id}
      role="option"
      aria-selected={selected}
      className={classes.option}
      // Only a pointer that really moves chooses. Under one that lies there, the browser tells of a move of
      // no way when the palette opens or its list scrolls; Enter would then run what nobody has chosen.
      onMouseMove={({ movementX, movementY }) => {
        if (movementX !== 0 || movementY !== 0) onPoint()
      }}
      onClick={onChoose}
    >
      <Icon size={16} stroke={1.75} aria-hidden />
      {choice.parts ? (
        <bdi className={classes.name}>
          <MarkedParts parts={choice.parts} />
        </bdi>
      ) : (
        <Name className={classes.name}>{choice.title}</Name>
      )}
      {choice.detail !== undefined && <Name className={classes.detail}>{choice.detail}</Name>}
      <span className={classes.optionEnd}>
        {choice.keys !== undefined && <kbd>{choice.keys}</kbd>}
        {choice.actions && <IconChevronRight size={14} stroke={1.75} aria-hidden />}
      </span>
    </div>
  )
}

/**
 * Everything by name, from the keyboard: what one types narrows the list, arrows move, Enter does it, and
 * Tab leads to what else can be done with a room or a workbook. The focus stays in the field, so a screen
 * reader hears the option that `aria-activedescendant` names.
 */
export const Palette = ({ commands, onRoom, onSearch, onView, onClose }: PaletteProps) => {
  const { t } = useTranslation()
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const [scope, setScope] = useState<Choice | null>(null)
  const [recent] = useState(() => recallRecent(localStorage))
  const listId = useId()
  const sections = useChoices({ commands, query, recent, scope, onRoom, onSearch, onView })
  const choices = sections.flatMap((section) => section.choices)
  const position = Math.min(at, choices.length - 1)
  /** Position of the first choice of a section among all. */
  const firstOf = (section: number) =>
    sections.slice(0, section).reduce((sum, before) => sum + before.choices.length, 0)
  const idOf = (index: number) => `${listId}-${index}`

  useEffect(() => {
    // jsdom scrolls nothing.
    document.querySelector(`[id="${listId}-${position}"]`)?.scrollIntoView?.({ block: 'nearest' })
  }, [listId, position])

  const search = (text: string) => {
    setQuery(text)
    setAt(0)
  }
  const enter = (choice: Choice | null) => {
    setScope(choice)
    search('')
  }
  const choose = (choice: Choice | undefined) => {
    if (!choice) return
    if (!choice.isFleeting) rememberRecent(localStorage, scope?.key ?? choice.key)
    onClose()
    choice.run()
  }

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const last = choices.length - 1
    const here = choices[position]
    const isAtEnd = event.currentTarget.selectionStart === query.length
    if (event.key === 'ArrowDown') setAt(position >= last ? 0 : position + 1)
    else if (event.key === 'ArrowUp') setAt(position <= 0 ? last : position - 1)
    else if (event.key === 'PageDown') setAt(Math.min(last, position + 8))
    else if (event.key === 'PageUp') setAt(Math.max(0, position - 8))
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) choose(here)
    else if (
      here?.actions &&
      !event.shiftKey &&
      (event.key === 'Tab' || (event.key === 'ArrowRight' && isAtEnd))
    )
      enter(here)
    else if (event.key === 'Backspace' && query === '' && scope !== null) enter(null)
    else if (event.key === 'Escape' && scope !== null) enter(null)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <Modal.Root
      opened
      onClose={onClose}
      // In the actions of a room it leads back to the rooms.
      closeOnEscape={scope === null}
      lockScroll={false}
      returnFocus={false}
      size={600}
      yOffset="12vh"
      transitionProps={{ duration: 120 }}
      // On the root: a class of the content itself would also be given to what centres it.
      classNames={{ content: classes.content ?? '' }}
    >
      <Modal.Overlay />
      <Modal.Content aria-label={t('palette.title')}>
        <div className={classes.field}>
          <IconSearch size={16} stroke={1.75} aria-hidden />
          {scope && <Name className={classes.scope}>{scope.title}</Name>}
          <input
            data-autofocus
            type="text"
            role="combobox"
            aria-label={
              scope ? t('palette.searchActions', { name: scope.title }) : t('palette.search')
            }
            aria-expanded
            aria-controls={listId}
            aria-activedescendant={position >= 0 ? idOf(position) : undefined}
            autoComplete="off"
            spellCheck={false}
            placeholder={scope ? t('palette.actions') : t('palette.search')}
            value={query}
            onChange={(event) => search(event.currentTarget.value)}
            onKeyDown={onKeyDown}
          />
        </div>
        <div id={listId} role="listbox" aria-label={t('palette.title')} className={classes.list}>
          {sections.map(({ group, choices: members }, section) => (
            <div key={group} role="group" aria-label={t(`palette.groups.${group}`)}>
              {scope === null && (
                <div className={classes.group} aria-hidden>
                  {t(`palette.groups.${group}`)}
                </div>
              )}
              {members.map((choice, member) => {
                const index = firstOf(section) + member
                return (
                  <Option
                    key={choice.key}
                    id={idOf(index)}
                    choice={choice}
                    selected={index === position}
                    onPoint={() => setAt(index)}
                    onChoose={() => choose(choice)}
                  />
                )
              })}
            </div>
          ))}
        </div>
        {sections.every(({ group }) => group === 'messages') && (
          <p className={classes.none}>{t('palette.none')}</p>
        )}
        <p className={classes.foot}>
          <span>{t('palette.hintEnter')}</span>
          {choices[position]?.actions && <span>{t('palette.hintTab')}</span>}
          {scope && <span>{t('palette.hintBack')}</span>}
        </p>
      </Modal.Content>
    </Modal.Root>
  )
}
