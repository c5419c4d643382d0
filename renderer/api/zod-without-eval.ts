import { z } from 'zod'

/**
 * zod compiles its parsers with `new Function` where it may. The page's CSP forbids that, and the
 * attempt alone is reported as a violation, so this module must be imported before any schema runs.
 */
z.config({ jitless: true })
