import { readdirSync } from 'node:fs'
import { repositoryRoot } from '../repository.js'

/** cert-expired → certExpired: what a check file exports. */
function exportName(id: string): string {
  return id.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

/** src/diagnose/checks.ts: the list of all checks, made from the files in src/diagnose/checks. */
export function checkRegistry(): { path: string; content: string } {
  const ids = readdirSync(new URL('src/diagnose/checks/', repositoryRoot))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => name.slice(0, -'.ts'.length))
    .sort()
  const imports = ids.map((id) => `import { ${exportName(id)} } from './checks/${id}.js'`)
  const list = ids.map((id) => `  ${exportName(id)},`)
  const content = [
    '// Generated from the files in src/diagnose/checks. Do not edit: add a check, then run npm run generate.',
    "import type { Check } from './check.js'",
    ...imports,
    '',
    '/** All checks, by id. */',
    'export const checks: readonly Check[] = [',
    ...list,
    ']',
    '',
  ].join('\n')
  return { path: 'src/diagnose/checks.ts', content }
}
