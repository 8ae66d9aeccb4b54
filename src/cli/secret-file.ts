import { statSync } from 'node:fs'
import { readUserFile } from '../app/read-file.js'
import { UserError } from '../model/index.js'

/** Largest file that is taken for one that holds a secret, in bytes. */
const largest = 65_536

/**
 * The first line of a file, without its end.
 *
 * @param warn told when others may read the file
 * @throws UserError when it cannot be read, is a folder, or is too large
 */
export function secretFromFile(file: string, warn: (text: string) => void): string {
  const stats = statSync(file, { throwIfNoEntry: false })
  if (stats?.isDirectory()) throw new UserError('unreadable-file', `Cannot read ${file}: it is a folder`)
  if (stats !== undefined && stats.size > largest) {
    throw new UserError('unreadable-file', `Cannot read ${file}: no secret is that long`)
  }
  // A pipe of the shell's, as in <(command), has a mode of its own; Windows keeps rights elsewhere.
  if (stats?.isFile() && process.platform !== 'win32' && (stats.mode & 0o077) !== 0) {
    warn(`Warning: others on this machine may read ${file}; chmod 600 makes it yours alone.`)
  }
  return firstLine(readUserFile(file))
}

/** A text up to its first line end. */
export function firstLine(text: string): string {
  return /^[^\r\n]*/.exec(text)?.[0] ?? ''
}
