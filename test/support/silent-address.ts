import { createConnection, type Socket } from 'node:net'
import { Worker } from 'node:worker_threads'

/** A loopback address on which TCP is never answered. */
export interface SilentAddress {
  address: string
  close(): Promise<void>
}

const address = '127.0.0.9'

// A thread that listens and then blocks never takes a connection, so the kernel drops what no longer fits its queue.
const listener = `
  const { createServer } = require('node:net')
  const { parentPort, workerData } = require('node:worker_threads')
  const { blocked, ...place } = workerData
  createServer().listen({ ...place, backlog: 1 }, () => {
    parentPort.postMessage('listening')
    Atomics.store(blocked, 0, 1)
    Atomics.wait(blocked, 0, 1)
  })`

/** Makes an address that is silent on one port, as behind a filter that drops packets. */
export async function silentAddress(port: number): Promise<SilentAddress> {
  const blocked = new Int32Array(new SharedArrayBuffer(4))
  const worker = new Worker(listener, { eval: true, workerData: { host: address, port, blocked } })
  await new Promise((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
  })
  // From here on it does nothing but wait.
  while (Atomics.load(blocked, 0) === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  const queued = Array.from({ length: 6 }, () =>
    createConnection({ host: address, port }).on('error', () => {}),
  )
  await noneConnectsAnyMore(queued)
  return {
    address,
    async close() {
      for (const socket of queued) socket.destroy()
      await worker.terminate()
    },
  }
}

async function noneConnectsAnyMore(sockets: Socket[]): Promise<void> {
  for (
    let before = -1, now = 0;
    now !== before;
    now = sockets.filter(({ connecting }) => !connecting).length
  ) {
    before = now
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
