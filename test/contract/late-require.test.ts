import { describe, expect, it } from 'vitest'
import { withLateRequires } from '../../src/dev/bundle/late-require.js'

/** Runs CommonJS text; gives what it exports, and in which order it loaded what. */
function run(
  code: string,
  modules: Record<string, unknown>,
): { exports: Record<string, unknown>; loaded: string[] } {
  const loaded: string[] = []
  const exports: Record<string, unknown> = {}
  const require = (name: string) => {
    if (!loaded.includes(name)) loaded.push(name)
    return modules[name]
  }
  new Function('exports', 'require', '__importDefault', code)(exports, require, (one: unknown) => ({
    default: one,
  }))
  return { exports, loaded }
}

const compiled = `
const plain_1 = require("./plain");
const whole_1 = __importDefault(require("whole"));
var again_1 = require("./again");
Object.defineProperty(exports, "again", { enumerable: true, get: function () { return again_1.again; } });
class Made { part = new plain_1.Part(2); twice = (0, plain_1.double)(3); whole = whole_1.default("x"); }
exports.make = () => new Made();
`

const modules = {
  './plain': {
    Part: class {
      constructor(readonly size: number) {}
    },
    double: (n: number) => n * 2,
  },
  whole: (text: string) => `${text}!`,
  './again': { again: 'and again' },
}

describe('putting off what oclif loads', () => {
  it('loads nothing before it is used', () => {
    expect(run(compiled, modules).loaded).toEqual(['./plain', 'whole', './again'])
    expect(run(withLateRequires(compiled), modules).loaded).toEqual([])
  })

  it('changes nothing of what the module does', () => {
    for (const code of [compiled, withLateRequires(compiled)]) {
      const { exports } = run(code, modules)
      expect((exports.make as () => object)()).toMatchObject({ part: { size: 2 }, twice: 6, whole: 'x!' })
      expect(exports.again).toBe('and again')
    }
  })

  it('leaves alone what is required for its effects or by another kind of name', () => {
    const code = 'require("./effect");\nconst Errors = __importStar(require("./errors"));\nErrors.error();\n'
    expect(withLateRequires(code)).toBe(code)
  })
})
