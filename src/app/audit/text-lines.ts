/** Longest line that is looked at, in bytes: far above any target, far below what would fill the memory. */
export const lineLimit = 64 * 1024

/** Said of a longer one. */
export const tooLong = 'the line is longer than 64 KiB'

/** One line of a file: its text, or that it is longer than anybody may look at. */
export interface TextLine {
  /** Counted from 1. */
  number: number
  /** Without its line end; cut where `tooLong`. */
  text: string
  tooLong: boolean
  /** False for a last line without a line feed. */
  complete: boolean
  /** Where the line after this one begins, in bytes from the start. */
  end: number
}

const lineFeed = 0x0a

/** Puts the pieces of a line together, and keeps no more of it than the limit. */
class Piecewise {
  #pieces: Uint8Array[] = []
  #kept = 0
  #whole = 0

  constructor(private readonly limit: number) {}

  get bytes(): number {
    return this.#whole
  }

  add(piece: Uint8Array): void {
    this.#whole += piece.length
    const room = this.limit - this.#kept
    if (room <= 0 || piece.length === 0) return
    const kept = piece.length > room ? piece.subarray(0, room) : piece
    this.#pieces.push(kept)
    this.#kept += kept.length
  }

  take(): { text: string; tooLong: boolean } {
    const bytes = this.#pieces.length === 1 ? this.#pieces[0] : Buffer.concat(this.#pieces)
    const result = { text: new TextDecoder().decode(bytes), tooLong: this.#whole > this.#kept }
    this.#pieces = []
    this.#kept = 0
    this.#whole = 0
    return result
  }
}

/**
 * The lines of a stream of bytes, one at a time: neither the number of lines nor the length of one costs memory. UTF-8;
 * what is not, comes as replacement characters. Line ends are LF or CR LF; a byte order mark is left out.
 *
 * @param limit bytes of a line that are kept
 */
export async function* textLines(
  chunks: AsyncIterable<Uint8Array>,
  limit = lineLimit,
): AsyncGenerator<TextLine> {
  const line = new Piecewise(limit)
  let number = 0
  let end = 0
  const finished = (complete: boolean): TextLine => {
    number += 1
    const { text, tooLong } = line.take()
    return { number, text: text.replace(/\r$/, ''), tooLong, complete, end }
  }
  for await (const chunk of chunks) {
    let from = 0
    for (let to = chunk.indexOf(lineFeed); to !== -1; to = chunk.indexOf(lineFeed, from)) {
      line.add(chunk.subarray(from, to))
      end += to + 1 - from
      from = to + 1
      yield finished(true)
    }
    line.add(chunk.subarray(from))
    end += chunk.length - from
  }
  if (line.bytes > 0) yield finished(false)
}
