import { closeSync, createReadStream, fstatSync, openSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { UserError } from '../../model/index.js'
import { readFailure } from '../read-file.js'
import type { TargetSource } from './audit.js'

/** The chunks of a file or of stdin, and the errors of the system in the user's terms. */
async function* chunksOf(stream: Readable, name: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of stream) yield chunk as Uint8Array
  } catch (error) {
    throw readFailure(name, error)
  }
}

/** Opened right away: nobody wants to hear later that there is no such file. */
function opened(file: string): { fd: number; bytes: number | undefined } {
  try {
    const fd = openSync(file, 'r')
    const found = fstatSync(fd)
    if (!found.isDirectory()) return { fd, bytes: found.isFile() ? found.size : undefined }
    closeSync(fd)
  } catch (error) {
    throw readFailure(file, error)
  }
  throw new UserError('unreadable-file', `Cannot read ${file}: it is a folder`)
}

/**
 * A file to read piece by piece; `-` is standard input.
 *
 * @throws UserError `unreadable-file`
 */
export function openSource(file: string): TargetSource {
  if (file === '-') {
    const { stdin } = process
    return { name: 'stdin', chunks: chunksOf(stdin, 'stdin'), stop: () => stdin.destroy() }
  }
  const { fd, bytes } = opened(file)
  const stream = createReadStream('', { fd })
  return { name: file, chunks: chunksOf(stream, file), stop: () => stream.destroy(), bytes }
}
