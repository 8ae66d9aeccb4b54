import { readdirSync, readFileSync } from 'node:fs'

// Holds from src/catalogue and from dist/catalogue alike.
const dataFolder = new URL('../../data/', import.meta.url)
const loaded = new Map<string, unknown>()

/** Reads a file below data/ once; a command pays only for the files that it uses. */
export function load<T>(path: string): T {
  const known = loaded.get(path)
  if (known !== undefined) return known as T
  const parsed: unknown = JSON.parse(readFileSync(new URL(path, dataFolder), 'utf8'))
  loaded.set(path, parsed)
  return parsed as T
}

const listed = new Map<string, readonly string[]>()

/** The names in a folder below data/, read once, sorted, without their common ending. */
export function namesIn(folder: string, ending: string): readonly string[] {
  const known = listed.get(folder)
  if (known !== undefined) return known
  const names = readdirSync(new URL(folder, dataFolder))
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length))
    .sort()
  listed.set(folder, names)
  return names
}
