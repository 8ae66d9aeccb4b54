// Generated from the files in src/diagnose/checks. Do not edit: add a check, then run npm run generate.
import type { Check } from './check.js'
import { certExpired } from './checks/cert-expired.js'

/** All checks, by id. */
export const checks: readonly Check[] = [
  certExpired,
]
