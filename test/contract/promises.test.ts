import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const root = new URL('../../', import.meta.url)
const [, security = ''] =
  /\n## Security\n([\s\S]*?)\n## /.exec(readFileSync(new URL('README.md', root), 'utf8')) ?? []
const promises = [...security.matchAll(/^\| (\d+) \| (.+?) \| (.+?) \|$/gm)].map(
  ([, number, text = '', files = '']) => ({
    number: Number(number),
    text,
    files: [...files.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file),
  }),
)

describe('the promises of the README', () => {
  it('are the seventeen, in their order', () => {
    expect(promises.map(({ number }) => number)).toEqual(Array.from({ length: 17 }, (_, index) => index + 1))
  })

  it.each(promises)('$number is held by tests that are there', ({ files }) => {
    expect(files.length).toBeGreaterThan(0)
    for (const file of files) {
      expect(file).toMatch(/\.test\.ts$/)
      expect({ file, found: existsSync(new URL(`test/${file}`, root)) }).toEqual({ file, found: true })
    }
  })
})
