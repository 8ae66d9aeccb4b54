import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { ProbeDocument } from '../../src/model/index.js'
import { bin } from '../cli/support.js'

const threads = vi.hoisted(() => ({
  codes: [] as string[],
  /** What becomes of a thread, once it runs. */
  fate: (_thread: { emit(name: string, ...rest: unknown[]): boolean }) => {},
}))

const node = vi.hoisted(() => ({ addressSpace: 'unlimited', contexts: 0 }))

vi.mock('node:fs', async (original) => {
  const real = await original<typeof import('node:fs')>()
  const limits = () =>
    `Max address space         ${node.addressSpace}            unlimited            bytes\n`
  const readFileSync = (...args: Parameters<typeof real.readFileSync>) =>
    args[0] === '/proc/self/limits' ? limits() : real.readFileSync(...args)
  return { ...real, readFileSync }
})

vi.mock('node:tls', async (original) => {
  const real = await original<typeof import('node:tls')>()
  const createSecureContext: typeof real.createSecureContext = (options) => {
    node.contexts += 1
    return real.createSecureContext(options)
  }
  return { ...real, createSecureContext }
})

vi.mock('node:worker_threads', async () => {
  const { EventEmitter } = await import('node:events')
  class Worker extends EventEmitter {
    constructor(code: string) {
      super()
      threads.codes.push(code)
      setImmediate(() => threads.fate(this))
    }
  }
  return { Worker }
})

const onLinux = process.platform === 'linux'

beforeEach(() => {
  vi.resetModules()
  threads.codes = []
  node.addressSpace = 'unlimited'
  node.contexts = 0
  threads.fate = (thread) => thread.emit('exit', 0)
})

describe('the thread that reads the roots', () => {
  const read = async () => (await import('../../src/net/roots-thread.js')).readRootsOnThread

  it('makes a context, for which Node reads them', async () => {
    await (await read())()
    const createSecureContext = vi.fn()
    const require = (name: string) => ({ 'node:tls': { createSecureContext } })[name]
    new Function('require', threads.codes.join())(require)
    expect(createSecureContext).toHaveBeenCalledOnce()
  })

  it('is started once, and everybody waits for its end', async () => {
    let end = () => {}
    threads.fate = (thread) => {
      end = () => thread.emit('exit', 0)
    }
    const readRoots = await read()
    const ended: number[] = []
    const waiting = [1, 2].map((one) => readRoots().then(() => ended.push(one)))
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(ended).toEqual([])
    end()
    await Promise.all(waiting)
    expect(threads.codes).toHaveLength(1)
  })

  it('may fail, and nobody who waits for its end does', async () => {
    threads.fate = (thread) => {
      thread.emit('error', new Error('no room'))
      thread.emit('exit', 1)
    }
    await expect((await read())()).resolves.toBeUndefined()
  })

  const slow = process.versions.openssl.startsWith('3.0.')

  it.each([
    ['unlimited', '', slow],
    ['unlimited', 'more.pem', slow && !process.version.startsWith('v20.')],
    ['1638400000', '', false],
  ])(
    'is used where Node takes long for them and has room, else they are read before anything is begun: %s, NODE_EXTRA_CA_CERTS=%s',
    async (addressSpace, file, used) => {
      node.addressSpace = addressSpace
      vi.stubEnv('NODE_EXTRA_CA_CERTS', file)
      const { trustContextBeside } = await import('../../src/net/trust.js')
      vi.unstubAllEnvs()
      const trust = trustContextBeside([])
      expect(node.contexts).toBe(used ? 0 : 1)
      await trust
      expect([threads.codes.length, node.contexts]).toEqual([used ? 1 : 0, 1])
    },
  )
})

describe('a probe', () => {
  const { NODE_EXTRA_CA_CERTS: _more, ...env } = process.env
  const verified = async (command: string, args: string[]) => {
    const { stdout } = await promisify(execFile)(command, args, { env })
    return (JSON.parse(stdout) as ProbeDocument).endpoints.map(({ tls }) => tls?.verified)
  }
  const everyEndpoint = [true, true, true, true]

  it('knows the roots where no thread is allowed', async () => {
    const major = Number.parseInt(process.versions.node, 10)
    const flags = [major < 22 ? '--experimental-permission' : '--permission', '--allow-fs-read=*']
    if (major >= 25) flags.push('--allow-net')
    expect(await verified(process.execPath, [...flags, bin, 'probe', 'demo', '--json'])).toEqual(
      everyEndpoint,
    )
  })

  it.runIf(onLinux)('knows the roots where the address space has no room for a thread', async () => {
    const line = 'ulimit -v 1600000; exec "$@"'
    const args = ['-c', line, 'sh', process.execPath, bin, 'probe', 'demo', '--json']
    expect(await verified('sh', args)).toEqual(everyEndpoint)
  })
})
