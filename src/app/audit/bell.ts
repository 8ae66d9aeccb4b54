/** A signal that can be waited for again and again. */
export class Bell {
  #ring: () => void = () => {}
  #rung: Promise<void>

  constructor() {
    this.#rung = this.#next()
  }

  #next(): Promise<void> {
    return new Promise((resolve) => {
      this.#ring = resolve
    })
  }

  /** Wakes whoever waits now. */
  ring(): void {
    const ring = this.#ring
    this.#rung = this.#next()
    ring()
  }

  /** Resolves at the next ring. */
  get rung(): Promise<void> {
    return this.#rung
  }
}
