/**
 * What an installation brings along: npm run supply-chain. Prints number and unpacked size of the packages that the
 * published program needs, their licences, and which of them run scripts when they are installed: that must be none.
 */
import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { repositoryRoot } from './repository.js'

/** What package-lock.json says about one package. */
interface LockedPackage {
  version?: string
  license?: string
  dev?: boolean
  optional?: boolean
  peer?: boolean
  hasInstallScript?: boolean
  integrity?: string
}

/** A package that is installed with the program. */
export interface Dependency extends LockedPackage {
  /** Folder below the repository root. */
  path: string
  name: string
}

/** The packages that are installed with the program, by the lock file. */
export function productionDependencies(): Dependency[] {
  const lock = JSON.parse(readFileSync(new URL('package-lock.json', repositoryRoot), 'utf8')) as {
    packages: Record<string, LockedPackage>
  }
  return Object.entries(lock.packages)
    .filter(([path, { dev }]) => path !== '' && dev !== true)
    .map(([path, one]) => ({ ...one, path, name: path.replace(/^.*node_modules\//, '') }))
}

/** Bytes of all files in a package's folder, packages inside it not counted; 0 where it is not installed. */
export function unpackedSize(folder: string): number {
  let entries: string[]
  try {
    entries = readdirSync(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0
    throw error
  }
  return entries
    .filter((name) => name !== 'node_modules')
    .map((name) => join(folder, name))
    .reduce((sum, path) => {
      const found = lstatSync(path)
      return sum + (found.isDirectory() ? unpackedSize(path) : found.size)
    }, 0)
}

function report(): void {
  const root = fileURLToPath(repositoryRoot)
  const packages = productionDependencies().map((one) => ({
    ...one,
    bytes: unpackedSize(join(root, one.path)),
  }))
  const total = packages.reduce((sum, { bytes }) => sum + bytes, 0)
  console.log(`${packages.length} packages, ${(total / 1024 / 1024).toFixed(1)} MB unpacked`)
  for (const { name, version, bytes } of packages.toSorted((a, b) => b.bytes - a.bytes).slice(0, 10)) {
    console.log(`  ${(bytes / 1024 / 1024).toFixed(1).padStart(6)} MB  ${name} ${version}`)
  }
  const licences = new Map<string, number>()
  for (const { license = 'not said' } of packages) licences.set(license, (licences.get(license) ?? 0) + 1)
  console.log(`Licences: ${[...licences].map(([name, count]) => `${name} ${count}`).join(', ')}`)
  const scripts = packages.filter(({ hasInstallScript }) => hasInstallScript)
  console.log(
    `Install scripts: ${scripts.length === 0 ? 'none' : scripts.map(({ name }) => name).join(', ')}`,
  )
  if (scripts.length > 0) process.exitCode = 1
}

if (process.argv[1] === fileURLToPath(import.meta.url)) report()
