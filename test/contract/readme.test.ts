import { execFile } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))
const readme = readFileSync(join(root, 'README.md'), 'utf8')
const blocks = [...readme.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text.trim())

/** Installing and testing the project is what runs this test; .ci/run runs these blocks on a clean checkout. */
const [setUp = '', testRun = '', globalInstall = '', ...usage] = blocks

let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mailadvise-readme-'))
  const command = join(folder, 'mailadvise')
  writeFileSync(command, `#!/bin/sh\nexec "${process.execPath}" "${join(root, 'dist/bin.cjs')}" "$@"\n`)
  chmodSync(command, 0o755)
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Run {
  code: number
  stdout: string
  stderr: string
}

function shell(line: string): Promise<Run> {
  const path = [folder, dirname(process.execPath), process.env.PATH].join(delimiter)
  const env = { PATH: path, HOME: folder, LANG: 'C.UTF-8' }
  return new Promise((resolve) => {
    const child = execFile('/bin/sh', ['-c', line], { env, cwd: folder }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr })
    })
    child.stdin?.end()
  })
}

describe('the README', () => {
  it('begins with the two set-up commands', () => {
    expect(setUp).toMatch(/^npm ci && npm run build && node dist\/bin\.cjs recommend demo .*--no-input$/)
    expect(testRun).toBe('npm ci && npm test')
    expect(globalInstall).toBe('npm install --global .')
  })

  it('shows a first command whose main job works: a recommendation that the demo server confirms', async () => {
    const { stdout, code } = await shell(setUp.replace(/^.*node dist\/bin\.cjs/, 'mailadvise'))
    expect(code).toBe(0)
    expect(stdout).toMatch(/^IMAP$/m)
    expect(stdout).toMatch(/On your server: confirmed/)
  })

  // One after the other: later lines use the files of earlier ones.
  it.each(usage.flatMap((block) => block.split('\n')))('shows a line that works: %s', async (line) => {
    const { code, stdout, stderr } = await shell(line)
    expect(stderr).not.toMatch(/Error|bug|at .*\.js:/)
    expect(code).toBe(0)
    if (!line.startsWith('echo')) expect(stdout.length).toBeGreaterThan(100)
  })

  it('names only exit codes that the program has', async () => {
    const { exitCodes } = await import('../../src/model/index.js')
    const [table = ''] = /^\| exit code \|.*\n(?:\|.*\n)+/m.exec(readme) ?? []
    const listed = [...table.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code))
    expect(listed).toEqual(Object.values(exitCodes))
  })
})
