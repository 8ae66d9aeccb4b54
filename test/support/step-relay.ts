import { createConnection, createServer, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** A port of a server, and the port of the relay before it. */
export interface RelayedPort {
  to: number
  port: number
}

/** What is on its way to one side. */
interface InTransit {
  deliver: () => void
}

/** Turns of the event loop without anything new after which everybody has said what they will say. */
const quietTurns = 6

/**
 * A path whose round-trip time is the unit of time: whatever is sent waits until both sides have nothing more to say, and
 * then everything in transit arrives at once. So the steps count how often a client had to wait for its server, and no
 * clock takes part. One step is half a round trip; a connection costs one round trip, and the server hears of it half a
 * round trip later, as of a real one. Clients and servers must live in this process.
 */
export class StepRelay {
  readonly ports: RelayedPort[] = []
  readonly #servers: Server[] = []
  readonly #sockets = new Set<Socket>()
  #transit: InTransit[] = []
  #halves = 0
  /** Rises with everything that is sent. */
  #sent = 0
  #open = true

  /** Round trips since the first connection was begun. */
  get roundTrips(): number {
    return this.#halves / 2
  }

  /** Puts a port of its own before a server's. */
  async before(to: number): Promise<number> {
    const server = createServer({ pauseOnConnect: false }, (client) => this.#connect(client, to))
    this.#servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    this.ports.push({ to, port })
    return port
  }

  /** Lets time pass until the work is done; gives its result. */
  async during<Result>(work: Promise<Result>): Promise<Result> {
    let done = false
    const ended = work.finally(() => {
      done = true
    })
    ended.catch(() => {})
    while (!done) {
      await this.#quiet()
      if (!done) this.#step()
    }
    return ended
  }

  async close(): Promise<void> {
    this.#open = false
    for (const socket of this.#sockets) socket.destroy()
    await Promise.all(this.#servers.map((server) => new Promise((resolve) => server.close(resolve))))
  }

  #connect(client: Socket, to: number): void {
    // The kernel has answered at once what takes a round trip on a real path.
    if (this.#halves === 0) this.#halves = 2
    this.#keep(client)
    this.#send(() => {
      const server = createConnection(to, '127.0.0.1')
      this.#keep(server)
      server.setNoDelay(true)
      this.#carry(server, client)
      for (const chunk of early.splice(0)) server.write(chunk)
      client.removeListener('data', hold)
      this.#carry(client, server)
    })
    // What the client says at once arrives together with its connection.
    const early: Buffer[] = []
    const hold = (chunk: Buffer) => {
      this.#sent += 1
      early.push(chunk)
    }
    client.on('data', hold)
  }

  #carry(from: Socket, to: Socket): void {
    from.on('data', (chunk: Buffer) => this.#send(() => to.write(chunk)))
    from.on('end', () => this.#send(() => to.end()))
  }

  #keep(socket: Socket): void {
    socket.on('error', () => socket.destroy())
    this.#sockets.add(socket)
    socket.once('close', () => this.#sockets.delete(socket))
  }

  #send(deliver: () => void): void {
    this.#sent += 1
    this.#transit.push({ deliver })
  }

  async #quiet(): Promise<void> {
    let seen = this.#sent
    for (let turns = 0; turns < quietTurns && this.#open; turns++) {
      await sleep(4)
      if (this.#sent === seen) continue
      seen = this.#sent
      turns = -1
    }
  }

  #step(): void {
    if (this.#transit.length === 0) return
    this.#halves += 1
    for (const { deliver } of this.#transit.splice(0)) deliver()
  }
}
