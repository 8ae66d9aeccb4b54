import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { bundledPackages } from '../../src/dev/bundle/notices.js'
import { productionDependencies, unpackedSize } from '../../src/dev/supply-chain.js'

const root = fileURLToPath(new URL('../../', import.meta.url))
const dependencies = productionDependencies()

/** Licences under which code may be used in a program under the MIT licence without more than naming them. */
const permissive = /^(MIT|ISC|BSD-[23]-Clause|0BSD|Apache-2\.0|BlueOak-1\.0\.0|Python-2\.0)$/

describe('the packages that are installed with the program', () => {
  it('are found at all', () => {
    expect(dependencies.map(({ name }) => name)).toEqual(expect.arrayContaining(['imapflow', 'inquirer']))
  })

  it('run no script when they are installed', () => {
    expect(dependencies.filter(({ hasInstallScript }) => hasInstallScript)).toEqual([])
    for (const { path } of dependencies) {
      const file = readFileSync(join(root, path, 'package.json'), 'utf8')
      const { scripts = {} } = JSON.parse(file) as { scripts?: Record<string, string> }
      expect({ path, script: scripts.preinstall ?? scripts.install ?? scripts.postinstall }).toEqual({ path })
    }
  })

  it('are locked with a checksum', () => {
    expect(dependencies.filter(({ integrity }) => !integrity?.startsWith('sha512-'))).toEqual([])
  })

  it('are free to be used', () => {
    const other = dependencies.filter(
      ({ license = '' }) => !license.split(/[() ]+/).some((one) => permissive.test(one)),
    )
    expect(other.map(({ name, license }) => `${name} ${license}`)).toEqual([])
  })

  it('stay few and small', () => {
    const bytes = dependencies.reduce((sum, { path }) => sum + unpackedSize(join(root, path)), 0)
    expect(dependencies.length).toBeLessThan(150)
    expect(bytes / 1024 / 1024).toBeLessThan(40)
  })
})

describe('the packages of which the program holds code', () => {
  const text = readFileSync(join(root, 'dist/THIRD-PARTY-NOTICES.txt'), 'utf8')
  const noticed = [...text.matchAll(/^-{80}\n\n(\S+) (\S+)\nLicence: (.+)\n\n(.+)/gm)].map(
    ([, name = '', version = '', license = '', firstLine = '']) => ({ name, version, license, firstLine }),
  )

  it('are named in its notice, with their licence', () => {
    const names = noticed.map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['@oclif/core', 'ansis', 'cli-table3']))
    expect(noticed.length).toBe(text.split(`\n${'-'.repeat(80)}\n`).length - 1)
    const [core] = bundledPackages([join(root, 'node_modules/@oclif/core/lib/command.js')])
    expect(noticed.find(({ name }) => name === '@oclif/core')?.version).toBe(core?.version)
    expect(text).toContain(core?.text)
  })

  it('are free to be used', () => {
    const other = noticed.filter(
      ({ license }) => !license.split(/[() ]+/).some((one) => permissive.test(one)),
    )
    expect(other).toEqual([])
  })
})
