import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { manifest } from '../../src/dev/generators/manifest.js'

const root = new URL('../../', import.meta.url)
const committed = readFileSync(new URL('oclif.manifest.json', root), 'utf8')

describe('oclif.manifest.json', () => {
  it('is what the compiled commands give', async () => {
    expect(committed).toBe((await manifest()).content)
  })

  it('has the version of package.json, else oclif ignores it', () => {
    const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { version: string }
    expect((JSON.parse(committed) as { version: string }).version).toBe(version)
  })

  it('holds nothing of the machine that it was made on', () => {
    expect(committed).not.toContain(root.pathname)
    expect(committed).not.toContain(process.cwd())
  })
})
