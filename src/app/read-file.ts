import { readFileSync } from 'node:fs'
import { UserError } from '../model/index.js'

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a folder',
  ENOTDIR: 'its folder is not a folder',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'its symbolic links go round in a circle',
}

/** UTF-16 shows itself by its byte order mark; without one, the ASCII that JSON and PEM start with has zero bytes. */
function isUtf16(bytes: Uint8Array): boolean {
  const [first, second] = bytes
  if (first === undefined || second === undefined) return false
  const marked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
  return marked || (first === 0) !== (second === 0)
}

/**
 * Text of the user's as it was read: UTF-8, with or without the byte order mark that some editors and shells put first.
 *
 * @param name of the file, or stdin
 */
export function decodeText(name: string, bytes: Uint8Array): string {
  if (isUtf16(bytes)) {
    throw new UserError('unreadable-file', `Cannot read ${name}: it is UTF-16, UTF-8 is wanted`, {
      hint: 'Save it as UTF-8; in PowerShell: Set-Content -Encoding utf8.',
    })
  }
  return new TextDecoder('utf-8').decode(bytes)
}

/** A text file that the user named. */
export function readUserFile(file: string): string {
  return decodeText(file, bytesOf(file))
}

function bytesOf(file: string): Uint8Array {
  try {
    return readFileSync(file)
  } catch (error) {
    throw readFailure(file, error)
  }
}

/** An error of the system while a file was opened or read, as the user is told it; any other error stays what it is. */
export function readFailure(file: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (error instanceof UserError || code === undefined) return error
  return new UserError('unreadable-file', `Cannot read ${file}: ${reasons[code] ?? code}`)
}
