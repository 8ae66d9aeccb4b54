import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

/** A port of 127.0.0.1 that stays ours until it is released. */
export interface HeldPort {
  port: number
  release(): Promise<void>
}

/** Listens on a port that the system chooses. Open connections are for the caller to end before the release. */
export async function openPort(onConnection: (socket: Socket) => void): Promise<HeldPort> {
  // Half-open: a client that sends all its commands and then FIN still gets all its answers.
  const server = createServer({ allowHalfOpen: true, noDelay: true }, onConnection)
  await listening(server)
  return { port: portOf(server.address()), release: () => closed(server) }
}

/**
 * A port that refuses connections, and that no other program can start to listen on meanwhile: it is the local end of
 * a connection that is held open.
 */
export async function closedPort(): Promise<HeldPort> {
  const accepted: Socket[] = []
  const server = createServer((socket) => accepted.push(socket.on('error', () => {})))
  await listening(server)
  const holder = connect(portOf(server.address()), '127.0.0.1').on('error', () => {})
  await new Promise<void>((resolve) => holder.once('connect', resolve))
  return {
    port: portOf(holder.address()),
    release() {
      for (const socket of [holder, ...accepted]) socket.destroy()
      return closed(server)
    },
  }
}

function listening(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => resolve())
  })
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()))
}

function portOf(address: AddressInfo | string | object | null): number {
  return (address as AddressInfo).port
}
