import { CloseButton } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import field from './field.module.css'

export interface SearchFieldProps {
  label: string
  value: string
  onChange: (value: string) => void
  id?: string
  className?: string | undefined
  /** Whether Ctrl/Cmd+F leads here. Default: true; one field of a view only. */
  hasKey?: boolean
}

/** What is typed narrows a list. */
export const SearchField = (props: SearchFieldProps) => {
  const { label, value, onChange, id, className = '', hasKey = true } = props
  const { t } = useTranslation()
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (!hasKey) return undefined
    const onKeyDown = (event: KeyboardEvent) => {
      const isFind = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'f'
      // With Shift it leads to the search in all messages.
      if (!isFind || event.shiftKey) return
      event.preventDefault()
      input.current?.select()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [hasKey])
  return (
    <div className={`${field.field} ${className}`}>
      <span className={field.left}>
        <IconSearch size={16} stroke={1.75} aria-hidden />
      </span>
      <input
        ref={input}
        id={id}
        className={field.input}
        data-left
        type="text"
        role="searchbox"
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {value !== '' && (
        <span className={field.right}>
          <CloseButton size="sm" aria-label={t('rooms.clearSearch')} onClick={() => onChange('')} />
        </span>
      )}
    </div>
  )
}
