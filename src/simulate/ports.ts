import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { Worker } from 'node:worker_threads'

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

// Listens with the shortest queue, and then never turns back to its event loop: nobody is ever accepted.
const deafListener = `
  const { createServer } = require('node:net')
  const { parentPort } = require('node:worker_threads')
  const server = createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    parentPort.postMessage(server.address().port)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  })`

/** More connections than the queue of such a listener holds, so that the next one gets no answer. */
const queueFillers = 4

/** A port that never answers a connection, as behind a firewall that drops: the system's queue of the listener is full. */
export async function droppingPort(): Promise<HeldPort> {
  const worker = new Worker(deafListener, { eval: true })
  const [port] = (await once(worker, 'message')) as [number]
  const fillers = Array.from({ length: queueFillers }, () => connect(port, '127.0.0.1').on('error', () => {}))
  await new Promise((resolve) => setTimeout(resolve, 50))
  return {
    port,
    async release() {
      for (const socket of fillers) socket.destroy()
      await worker.terminate()
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
