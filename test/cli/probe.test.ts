import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ProbeDocument } from '../../src/model/index.js'
import { probeDocument } from '../render/documents.js'
import { tooWide, trailingSpaces, unsafe, widths } from '../render/support.js'
import { runCli, schemaErrors, temporaryFile, temporaryFolder } from './support.js'

const probe = (stdout: string) => JSON.parse(stdout) as ProbeDocument

describe('probe demo', () => {
  it('is a valid document with everything explained', async () => {
    const { stdout, stderr, code } = await runCli(['probe', 'demo', '--json'])
    const document = probe(stdout)
    expect(schemaErrors('probe', document)).toEqual([])
    expect(document.endpoints.map(({ endpoint }) => endpoint.port)).toEqual([993, 143, 995, 110])
    for (const { tls, capabilities, connections } of document.endpoints) {
      expect(tls?.verified).toBe(true)
      expect(capabilities?.explained?.length).toBeGreaterThan(3)
      expect(connections).toBe(1)
    }
    expect([stderr, code]).toEqual(['', 0])
  })

  it.each(widths)('fits %i columns', async (width) => {
    const { stdout, code } = await runCli(['probe', 'demo'], { env: { COLUMNS: String(width) } })
    expect(tooWide(stdout, width)).toEqual([])
    expect(trailingSpaces(stdout)).toEqual([])
    expect(code).toBe(0)
  })

  it.each([
    ['a pipe', ['--password-stdin'], 'open-sesame\n', {}],
    ['the environment', [], '', { MAILADVISE_PASSWORD: 'open-sesame' }],
  ])('signs in with a password from %s', async (_, flags, input, env) => {
    const args = ['probe', 'demo', '--json', '--user', 'demo', ...flags]
    const { stdout, code } = await runCli(args, { input, env: env as Record<string, string> })
    const document = probe(stdout)
    expect(schemaErrors('probe', document)).toEqual([])
    expect(document.endpoints.some(({ session }) => session?.messages !== undefined)).toBe(true)
    expect(document.request.user).toBe('demo')
    expect(code).toBe(0)
  })

  it('says that it trusts its own certificates, and where the environment changes trust', async () => {
    const file = temporaryFile('none.pem', '')
    const { stdout } = await runCli(['probe', 'demo', '--json'], { env: { NODE_EXTRA_CA_CERTS: file } })
    const { trust } = probe(stdout).environment
    expect(trust).toContain('NODE_EXTRA_CA_CERTS')
    expect(trust).toContain('root of the embedded demo server')
  })
})

describe('probe of a server', () => {
  let server: Server
  let port = 0
  let greeting = ''

  beforeAll(async () => {
    server = createServer((socket) => {
      socket.on('error', () => {})
      socket.end(greeting)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    port = typeof address === 'object' && address !== null ? address.port : 0
  })

  afterAll(() => {
    server.close()
  })

  it('that refuses is a finding, exit code 1', async () => {
    const closed = createServer()
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve))
    const address = closed.address()
    const free = typeof address === 'object' && address !== null ? address.port : 0
    await new Promise((resolve) => closed.close(resolve))
    const { stdout, code } = await runCli(['probe', `imaps://127.0.0.1:${free}`])
    expect(stdout).toMatch(/failed +connection: connection refused/)
    expect(code).toBe(1)
  })

  it('with a name that does not exist never ends as "all right"', async () => {
    const { stdout, code } = await runCli([
      'probe',
      'imaps://no-such-host.invalid',
      '--json',
      '--timeout',
      '10',
    ])
    expect(schemaErrors('probe', probe(stdout))).toEqual([])
    expect([1, 3]).toContain(code) // 3 where the machine that runs the tests has no resolver
  })

  it('with hostile words shows them, and obeys none', async () => {
    greeting = '* OK \u001b[2J\u001b]0;owned\u0007\u202egnp.exe ready\r\n'
    const { stdout } = await runCli(['probe', `imap://127.0.0.1:${port}`])
    expect(stdout.replaceAll('\n', '')).not.toMatch(unsafe)
    expect(stdout).toContain('server says: "')
    const asJson = await runCli(['probe', `imap://127.0.0.1:${port}`, '--json'])
    expect(asJson.stdout.replaceAll('\n', '')).not.toMatch(unsafe)
    expect(schemaErrors('probe', probe(asJson.stdout))).toEqual([])
  })

  it('on a port that tells nothing finds out how it speaks, and counts what that cost', async () => {
    greeting = '+OK ready <1.2@example>\r\n'
    const { stdout } = await runCli(['probe', `127.0.0.1:${port}`, '--json'])
    const [first] = probe(stdout).endpoints
    expect(first?.endpoint).toMatchObject({ protocol: 'pop3', security: 'starttls', port })
    expect(first?.connections).toBe(3)
  })
})

describe('probe --from', () => {
  it('shows a stored probe again as it was', async () => {
    const file = join(temporaryFolder(), 'probe.json')
    const first = await runCli(['probe', 'demo', '--out', file])
    const again = await runCli(['probe', '--from', file])
    expect(again.stdout).toBe(first.stdout)
    expect(again.code).toBe(0)
    expect((await runCli(['probe', '--from', file, '--json'])).stdout).toBe(readFileSync(file, 'utf8'))
  })

  it('refuses another document, and says what is wrong', async () => {
    const [first] = probeDocument.endpoints
    const file = temporaryFile(
      'probe.json',
      JSON.stringify({ ...probeDocument, endpoints: [{ ...first, ms: '1' }] }),
    )
    const { stderr, code } = await runCli(['probe', '--from', file])
    expect(stderr).toContain('probe.endpoints.0.ms must be number')
    expect(code).toBe(2)
  })
})
