import { execFile, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { ProbeDocument } from '../../src/model/index.js'
import { bin, temporaryFile } from './support.js'

const harness = fileURLToPath(new URL('../support/silent-resolver.mjs', import.meta.url))

/** A namespace of its own takes root, and tools that not every machine has. */
const possible =
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  spawnSync('unshare', ['-mn', 'ip', 'link', 'set', 'lo', 'up']).status === 0

interface Outcome {
  stdout: string
  stderr: string
  code: number | null
  signal: string | null
  ended: string[]
}

/** Runs the program where no resolver answers, next to a plain lookup of a name, which takes as long as glibc likes. */
function withSilentResolver(how: 'signal' | 'compare', args: string[]): Promise<Outcome> {
  const resolvConf = temporaryFile('resolv.conf', 'nameserver 127.0.0.1\n')
  const command = ['-mn', process.execPath, harness, resolvConf, how, bin, ...args]
  return new Promise((resolve, reject) => {
    execFile('unshare', command, (error, stdout) => {
      if (error === null) resolve(JSON.parse(stdout) as Outcome)
      else reject(error)
    })
  })
}

describe.skipIf(!possible)('a resolver that never answers', () => {
  it('does not keep the program beyond its time limit', async () => {
    const args = ['probe', 'imaps://mail.example.test', '--timeout', '2', '--json']
    const { stdout, code, ended } = await withSilentResolver('compare', args)
    const document = JSON.parse(stdout) as ProbeDocument
    expect(document.endpoints[0]?.phases[0]).toMatchObject({ name: 'dns', outcome: 'failed' })
    expect(code).toBe(3)
    expect(ended).toEqual(['program', 'plain lookup'])
  })

  it.each(['probe', 'diagnose'])(
    'does not keep %s after Ctrl-C, and what it has is printed',
    async (command) => {
      const args = [command, 'imaps://mail.example.test', '--timeout', '60', '--json']
      const { stdout, stderr, signal, ended } = await withSilentResolver('signal', args)
      expect((JSON.parse(stdout) as ProbeDocument).request.interrupted).toBe(true)
      expect(stderr).toContain('Interrupted')
      expect(signal).toBe('SIGINT')
      expect(ended).toEqual(['program', 'plain lookup'])
    },
  )

  it('does not keep an audit after Ctrl-C, and no target counts as finished', async () => {
    const list = temporaryFile('targets.txt', 'imaps://mail.example.test\nimaps://other.example.test\n')
    const { stdout, stderr, signal, ended } = await withSilentResolver('signal', ['audit', list])
    expect(stdout).toBe('')
    expect(stderr).toContain('Interrupted: 0 finished.')
    expect(signal).toBe('SIGINT')
    expect(ended).toEqual(['program', 'plain lookup'])
  })
})
