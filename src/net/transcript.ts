import { limits } from './limits.js'
import { maskerFor, type Secret } from './secret.js'
import { codeText, serverText, withoutControls } from './server-text.js'

/** One line on the wire, as it may be shown. */
export interface TranscriptLine {
  /** sent: by this program; received: by the server. */
  direction: 'sent' | 'received'
  text: string
  insideTls: boolean
}

/** Who wants to see the lines; by default nobody. */
export interface TranscriptOptions {
  /** Keeps the lines for `shown`. */
  keep?: boolean | undefined
  /** Called with each recorded line. */
  onLine?: ((line: TranscriptLine) => void) | undefined
}

/**
 * Bounded record of what went over one endpoint's connection. All text that leaves the wire layer passes `mask`: this is
 * the one choke point for secrets.
 */
export class Transcript {
  #mask: (text: string) => string
  readonly #secrets: Secret[]
  readonly #lines: TranscriptLine[] = []
  readonly #keep: boolean
  readonly #onLine: ((line: TranscriptLine) => void) | undefined
  #room: number = limits.transcript

  /** @param secrets what must never be recorded */
  constructor(secrets: readonly Secret[] = [], { keep = false, onLine }: TranscriptOptions = {}) {
    this.#secrets = [...secrets]
    this.#mask = maskerFor(this.#secrets)
    this.#keep = keep
    this.#onLine = onLine
  }

  /** Removes every form of the secrets. */
  readonly mask = (text: string): string => this.#mask(text)

  /** Takes one more secret in, from which a known one could be guessed: a digest of it, for example. */
  hide(secret: Secret): void {
    this.#secrets.push(secret)
    this.#mask = maskerFor(this.#secrets)
  }

  /** The server's words, fit to be kept: secrets masked, controls removed, cut. */
  clean(raw: string): string {
    return serverText(raw, this.mask)
  }

  /** A code that may be the server's, fit to be kept. */
  cleanCode(raw: string): string {
    return codeText(raw, this.mask)
  }

  /** Records one line without its line end, where somebody wants it; once the room is used up nothing more is recorded. */
  record(direction: TranscriptLine['direction'], text: string, insideTls: boolean): void {
    if (this.#room <= 0 || (!this.#keep && this.#onLine === undefined)) return
    const masked = this.mask(text)
    // Short lines are the expensive ones once they stand in a document.
    this.#room -= masked.length + limits.transcriptLine
    const line = { direction, text: this.#room < 0 ? cutBy(masked, -this.#room) : masked, insideTls }
    if (this.#keep) this.#lines.push(line)
    this.#onLine?.(line)
  }

  /** The lines fit to be kept: like `clean`, but whole. */
  shown(): TranscriptLine[] {
    return this.#lines.map((line) => ({ ...line, text: this.mask(withoutControls(line.text)) }))
  }
}

/** Cuts the end off, and shows that it is gone. */
function cutBy(text: string, excess: number): string {
  return `${text.slice(0, Math.max(0, text.length - excess - 1))}…`
}
