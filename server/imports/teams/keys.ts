import { field } from '../reading/values.ts'

/** The PowerShell export writes keys in PascalCase, the Graph API in camelCase. */
export const either = (value: unknown, key: string): unknown =>
  field(value, key) ?? field(value, key.charAt(0).toLowerCase() + key.slice(1))
