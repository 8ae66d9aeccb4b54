import { createConnection, createServer, type Server, type Socket } from 'node:net'

/** A port through which a server is as far away as the round-trip time says. */
export interface DelayRelay {
  port: number
  close(): Promise<void>
}

/**
 * Relays connections to a port of 127.0.0.1 or another loopback address over a path with a round-trip time. The kernel
 * accepts at once what takes one round trip on a real path, so that one is charged to whatever comes next: the server
 * hears of the connection, and of what the client says in it, one and a half round trips after it was begun.
 */
export async function delayRelay(to: { host: string; port: number }, rttMs: number): Promise<DelayRelay> {
  const sockets = new Set<Socket>()
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => socket.destroy())
    socket.once('close', () => sockets.delete(socket))
  }
  const server: Server = createServer({ allowHalfOpen: true }, (client) => {
    keep(client)
    const begun = performance.now()
    const server = new Promise<Socket>((resolve) => {
      setTimeout(() => {
        const socket = createConnection({ ...to, allowHalfOpen: true })
        keep(socket)
        resolve(socket)
      }, rttMs * 1.5)
    })
    const towards = new Line(() => Math.max(performance.now() + rttMs / 2, begun + rttMs * 1.5))
    const back = new Line(() => performance.now() + rttMs / 2)
    client.on('data', (chunk) => towards.send(async () => (await server).write(chunk)))
    client.once('end', () => towards.send(async () => (await server).end()))
    client.once('close', () => towards.send(async () => (await server).destroySoon()))
    void server.then((socket) => {
      socket.on('data', (chunk) => back.send(() => client.write(chunk)))
      socket.once('end', () => back.send(() => client.end()))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', 512, resolve))
  const { port } = server.address() as { port: number }
  const close = async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  }
  return { port, close }
}

/** One direction: what is sent arrives in order, each at its time. */
class Line {
  #last: Promise<unknown> = Promise.resolve()

  /** @param arrival when something sent now arrives */
  constructor(readonly arrival: () => number) {}

  send(deliver: () => unknown): void {
    const due = this.arrival()
    const before = this.#last
    const wait = due - performance.now()
    const time = wait <= 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, wait))
    this.#last = time.then(() => before).then(deliver)
  }
}
