import { readFileSync } from 'node:fs'
import { UserError } from '../model/index.js'

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a folder',
  ENOTDIR: 'its folder is not a folder',
}

/** A text file that the user named. */
export function readUserFile(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    throw new UserError('unreadable-file', `Cannot read ${file}: ${reasons[code] ?? code}`)
  }
}
