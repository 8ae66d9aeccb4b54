import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { judge } from '../../src/app/diagnose.js'
import type { DiagnosisDocument, ProbeDocument, RecommendationDocument } from '../../src/model/index.js'
import { bin, runCli, temporaryFile } from './support.js'

/** A server that accepts and then says nothing; resolves `connected` once somebody has come. */
const server = createServer()
let port = 0
beforeAll(async () => {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  port = typeof address === 'object' && address !== null ? address.port : 0
})
afterAll(() => server.close())

/** Runs a command on the silent server and presses Ctrl-C once the server has seen it. */
async function broken(command: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const args = [bin, ...command, `imaps://127.0.0.1:${port}`, '--timeout', '60', '--json']
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  server.once('connection', (socket) => {
    socket.on('error', () => {})
    // What the client says first: from then on it waits.
    socket.once('data', () => child.kill('SIGINT'))
  })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const code = await new Promise<number | null>((resolve) => {
    child.on('close', resolve)
  })
  return { code, stdout, stderr }
}

const said = 'Interrupted: only what was finished until then is shown.\n'

describe('Ctrl-C while a server is looked at', () => {
  it.each(['probe', 'diagnose'])('%s still prints what it has, and ends with 130', async (command) => {
    const { code, stdout, stderr } = await broken([command])
    const document = JSON.parse(stdout) as ProbeDocument
    expect({ code, stderr }).toEqual({ code: 130, stderr: said })
    expect(document.request.interrupted).toBe(true)
    expect(document.endpoints[0]?.phases.find(({ outcome }) => outcome === 'failed')).toMatchObject({
      name: 'tls',
      failure: { cause: 'cancelled' },
    })
  })

  it('diagnose blames nobody for what was not looked at', async () => {
    const { stdout } = await broken(['diagnose'])
    expect((JSON.parse(stdout) as DiagnosisDocument).findings).toEqual([])
  })

  it('recommend gives the advice without the server, and says so', async () => {
    const { code, stdout } = await broken(['recommend', '--no-input'])
    const document = JSON.parse(stdout) as RecommendationDocument
    expect(code).toBe(130)
    expect(document.choice).toBe('imap')
    expect(document.confirmation).toBeUndefined()
    expect(document.request.notes).toContainEqual(expect.stringContaining('broken off'))
  })

  it('is old news in a stored document: it is judged as any other', async () => {
    const { stdout } = await broken(['probe'])
    const file = temporaryFile('probe.json', stdout)
    expect(judge(JSON.parse(stdout) as ProbeDocument).rootCauses).toEqual([])
    const stored = await runCli(['diagnose', '--from', file])
    expect(stored.stderr).toBe('')
    expect(stored.code).not.toBe(130)
    expect(stored.stdout).toContain('Broken off: 1 of 1 endpoint not looked at to the end.')
    expect(stored.stdout).not.toContain('checks passed')
  })
})
