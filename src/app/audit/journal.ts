import {
  closeSync,
  constants,
  fdatasync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  openSync,
  read,
  rmSync,
  writeSync,
} from 'node:fs'
import { promisify } from 'node:util'
import { type AuditRecordDocument, exitCodes, UserError } from '../../model/index.js'
import { cannotWrite, whyUnwritable } from '../unwritable.js'
import { validatorFor } from '../validate.js'
import { FinishedLines } from './finished.js'
import { recordLines } from './record-file.js'

/** Where records go. */
export interface RecordSink {
  /** Takes one whole line; resolves when the next may come. */
  write(line: string): Promise<void>
}

/** A file of records that is open for more. */
export interface Journal extends RecordSink {
  finished: FinishedLines
  /** Bytes of a record that was not written to its end, and was taken away. */
  repaired: number
  /** Forces what was written onto the disk, and closes the file; one that nothing came into and that was made here goes. */
  close(outcome: 'done' | 'failed'): void
}

/** How often what was written is forced onto the disk: a power failure costs no more than this. */
const syncMs = 2_000

const chunkBytes = 256 * 1024

function told(file: string, error: unknown): unknown {
  return error instanceof UserError ? error : cannotWrite(file, whyUnwritable(error))
}

/** An error in the middle of the work: the input was all right, but the result is not all there. */
function brokenOff(file: string, error: unknown): UserError {
  return new UserError('unwritable-output', `Cannot write ${file}: ${whyUnwritable(error)}`, {
    hint: 'What is finished is kept, and --resume goes on from there.',
    exitCode: exitCodes.finding,
  })
}

/** Some file systems cannot force anything onto a disk: what was written is written all the same. */
function cannotSync(error: unknown): boolean {
  return ['EINVAL', 'ENOTSUP', 'ENOSYS'].includes((error as NodeJS.ErrnoException).code ?? '')
}

const { O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_RDWR } = constants

// 0600: targets may be addresses. No link is followed: it would lead the records where somebody else chose. Not blocking:
// opening a pipe would wait for its other end, and what is no plain file is refused right after.
function openNew(file: string): number {
  return openSync(file, O_RDWR | O_CREAT | O_EXCL | O_APPEND, 0o600)
}

function openKnown(file: string): number | undefined {
  try {
    return openSync(file, O_RDWR | O_APPEND | O_NOFOLLOW | O_NONBLOCK)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Writes records to an open file, each by one call and as a whole line. */
class FileSink implements RecordSink {
  #syncFailure: unknown
  #unsynced = false
  #hasWritten = false
  #syncing = false
  #lastSync = performance.now()

  constructor(
    private readonly fd: number,
    private readonly file: string,
  ) {}

  async write(line: string): Promise<void> {
    if (this.#syncFailure !== undefined) throw brokenOff(this.file, this.#syncFailure)
    const bytes = Buffer.from(line)
    try {
      // A file takes all of it at once, unless there is no room; the next call then says so.
      for (let from = 0; from < bytes.length; ) from += writeSync(this.fd, bytes, from)
    } catch (error) {
      throw brokenOff(this.file, error)
    }
    this.#hasWritten = true
    this.#unsynced = true
    this.#syncNowAndThen()
  }

  // What write() took survives the end of this process in any way; only the end of the machine needs more.
  #syncNowAndThen(): void {
    const now = performance.now()
    if (this.#syncing || now - this.#lastSync < syncMs) return
    this.#syncing = true
    this.#unsynced = false
    this.#lastSync = now
    fdatasync(this.fd, (error) => {
      this.#syncing = false
      if (error !== null && !cannotSync(error)) this.#syncFailure = error
    })
  }

  get hasWritten(): boolean {
    return this.#hasWritten
  }

  close(): void {
    try {
      if (this.#unsynced) fdatasyncSync(this.fd)
    } catch (error) {
      if (!cannotSync(error)) throw brokenOff(this.file, error)
    }
    // A sync that is still going on would find another file under this number.
    if (!this.#syncing) closeSync(this.fd)
  }
}

interface Start {
  finished: FinishedLines
  repaired: number
  isNew: boolean
}

function started(fd: number, file: string, { finished, repaired, isNew }: Start): Journal {
  const sink = new FileSink(fd, file)
  const close: Journal['close'] = (outcome) => {
    sink.close()
    // An empty file would stand in the way of the next try.
    if (isNew && outcome === 'failed' && !sink.hasWritten) rmSync(file, { force: true })
  }
  return { finished, repaired, write: (line) => sink.write(line), close }
}

/**
 * Makes a new file of records.
 *
 * @throws UserError `unwritable-output` when there is one, or it cannot be made
 */
export function newJournal(file: string): Journal {
  try {
    return started(openNew(file), file, { finished: new FinishedLines(), repaired: 0, isNew: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw told(file, error)
    throw cannotWrite(file, 'there is one already', '--resume continues it; or name another file.')
  }
}

/** The content of an open file. No stream: it would close the file when its reader stops early. */
async function* chunksOf(fd: number): AsyncGenerator<Uint8Array> {
  const readAt = promisify(read)
  for (let position = 0; ; ) {
    const buffer = Buffer.allocUnsafe(chunkBytes)
    const { bytesRead } = await readAt(fd, buffer, 0, chunkBytes, position)
    if (bytesRead === 0) return
    position += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}

/** Reads what is there, and takes away what is no whole record at its end. */
async function readBack(
  fd: number,
  file: string,
  onRecord: (record: AuditRecordDocument) => void,
): Promise<Journal> {
  const finished = new FinishedLines()
  const { size } = fstatSync(fd)
  let repaired = 0
  for await (const one of recordLines(chunksOf(fd), file, await validatorFor('audit-record'))) {
    if ('torn' in one) {
      ftruncateSync(fd, one.start)
      repaired = size - one.start
      continue
    }
    const { line, target } = one.record.request
    if (!finished.add(line, target)) {
      throw new UserError('bad-document', `${file} has two records for line ${line} of the list`, {
        hint: 'Continue the file of one audit, not several put together.',
      })
    }
    // Only its line end is missing: the record is whole.
    if (!one.complete) writeSync(fd, '\n')
    onRecord(one.record)
  }
  return started(fd, file, { finished, repaired, isNew: false })
}

/**
 * Opens a file of records to continue it, or makes it where there is none.
 *
 * @param onRecord called with each record that is in it
 * @throws UserError when it holds anything else than records, or cannot be written; then nothing was changed
 */
export async function resumedJournal(
  file: string,
  onRecord: (record: AuditRecordDocument) => void,
): Promise<Journal> {
  let fd: number | undefined
  try {
    fd = openKnown(file)
    if (fd === undefined) return newJournal(file)
    if (!fstatSync(fd).isFile()) throw cannotWrite(file, 'it is not a plain file', 'Name a plain file.')
    return await readBack(fd, file, onRecord)
  } catch (error) {
    if (fd !== undefined) closeSync(fd)
    throw told(file, error)
  }
}
