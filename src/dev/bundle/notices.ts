import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A package of which the bundle holds code. */
export interface BundledPackage {
  name: string
  version: string
  license: string
  /** Full text of its licence file; undefined where it brings none. */
  text: string | undefined
}

interface PackageFile {
  name: string
  version: string
  license?: string | { type: string }
}

const inPackage = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/

function licenceText(folder: string): string | undefined {
  const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying)/i.test(name))
  return file === undefined ? undefined : readFileSync(join(folder, file), 'utf8').trim()
}

function readPackage(folder: string): BundledPackage {
  const { name, version, license } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  ) as PackageFile
  const id = typeof license === 'object' ? license.type : license
  return { name, version, license: id ?? 'not said', text: licenceText(folder) }
}

/** The packages that modules of a bundle come from, by name. */
export function bundledPackages(modules: readonly string[]): BundledPackage[] {
  const folders = new Set(modules.flatMap((id) => inPackage.exec(id)?.[0] ?? []))
  return [...folders]
    .filter((folder) => existsSync(join(folder, 'package.json')))
    .map(readPackage)
    .sort((a, b) => a.name.localeCompare(b.name, 'en') || a.version.localeCompare(b.version, 'en'))
}

/** The notice that goes with a bundle: name, version and licence of each package in it, with the licence's own text. */
export function notices(modules: readonly string[]): string {
  const parts = bundledPackages(modules).map(
    ({ name, version, license, text }) =>
      `${name} ${version}\nLicence: ${license}\n\n${text ?? 'The package brings no licence text of its own.'}\n`,
  )
  const line = `\n${'-'.repeat(80)}\n\n`
  return ['The program mailadvise contains code of these packages.\n', ...parts].join(line)
}
