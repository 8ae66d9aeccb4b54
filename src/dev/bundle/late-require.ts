import type { Plugin } from 'rolldown'

const requireLine = /^(?:const|var) (\w+_\d+) = (.*\brequire\("[^"]+"\)\)?);$/gm

/**
 * The text of a CommonJS module as the TypeScript compiler writes it, with each require() put off until the module is
 * used: name_1.member becomes (name_1()).member. The compiler uses such names for imports only, and a member of an import
 * may be read late, so that nothing changes but the order in which modules are evaluated.
 */
export function withLateRequires(code: string): string {
  const names = [...code.matchAll(requireLine)].map(([, name = '']) => name)
  if (names.length === 0) return code
  const uses = new RegExp(`\\b(${names.join('|')})(?=\\.)`, 'g')
  return code.replace(requireLine, 'const $1 = () => $2;').replace(uses, '($1())')
}

/**
 * oclif loads its look at plugins, its help and their libraries with every command; most commands use none of them. Where
 * a later version is written otherwise nothing matches, and starts only get slower.
 */
export const lateRequire: Plugin = {
  name: 'late-require',
  transform: {
    filter: { id: /node_modules\/@oclif\/core\/lib\/.*\.js$/ },
    handler: (code) => withLateRequires(code),
  },
}
