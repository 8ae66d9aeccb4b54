import { mark as maskMark } from '../redact.js'

/** The mark of a line whose target was masked in its record: it cannot be compared. */
const masked = 1

/** FNV-1a, folded to one byte that is neither 0 nor `masked`. */
function mark(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  const folded: number = (hash ^ (hash >>> 8) ^ (hash >>> 16) ^ (hash >>> 24)) & 0xff
  return folded <= masked ? folded + 2 : folded
}

/**
 * Which lines of a list have their record already: one byte for each line, so that ten million of them cost 16 MB.
 * The byte is a digest of the target, by which a list is found out that was changed in the meantime.
 */
export class FinishedLines {
  #marks = new Uint8Array(1024)
  #count = 0

  /** Lines that are finished. */
  get count(): number {
    return this.#count
  }

  /** @returns false when it was there already */
  add(line: number, target: string | undefined): boolean {
    if (line >= this.#marks.length) {
      const grown = new Uint8Array(2 ** Math.ceil(Math.log2(line + 1)))
      grown.set(this.#marks)
      this.#marks = grown
    }
    if (this.#marks[line] !== 0) return false
    this.#marks[line] = target?.includes(maskMark) ? masked : mark(target ?? '')
    this.#count += 1
    return true
  }

  /** Whether the line has its record; `changed` when that was for another target. */
  look(line: number, target: string | undefined): 'open' | 'finished' | 'changed' {
    const known = this.#marks[line] ?? 0
    if (known === 0) return 'open'
    return known === masked || known === mark(target ?? '') ? 'finished' : 'changed'
  }
}
