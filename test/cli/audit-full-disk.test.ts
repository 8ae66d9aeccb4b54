import { execFile, spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { AuditRecordDocument } from '../../src/model/index.js'
import { closedPort } from '../support/raw-server.js'
import { bin, temporaryFolder } from './support.js'

/** A file system of its own takes root, and tools that not every machine has. */
const possible =
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  spawnSync('unshare', ['-m', 'true']).status === 0

/** Audits onto a disk of 64 kB, keeps what is there, makes room, and resumes. */
const script = `
  mkdir disk && mount -t tmpfs -o size=64k tmpfs disk
  "$NODE" "$BIN" audit targets.txt --out disk/records.ndjson 2> error.txt > /dev/null
  echo $? > code.txt
  cp disk/records.ndjson torn.ndjson
  mount -o remount,size=10m disk
  "$NODE" "$BIN" audit targets.txt --out disk/records.ndjson --resume > /dev/null 2>&1
  cp disk/records.ndjson whole.ndjson`

describe.skipIf(!possible)('a disk that becomes full during an audit', () => {
  it('ends it with one clear line, and loses no record that was finished', async () => {
    const cwd = temporaryFolder()
    const target = `imaps://127.0.0.1:${await closedPort()}`
    writeFileSync(join(cwd, 'targets.txt'), `${target}\n`.repeat(200))
    await new Promise<void>((resolve, reject) => {
      const env = { ...process.env, NODE: process.execPath, BIN: bin }
      execFile('unshare', ['-m', 'sh', '-c', script], { cwd, env }, (error) =>
        error === null ? resolve() : reject(error),
      )
    })
    const read = (name: string) => readFileSync(join(cwd, name), 'utf8')
    expect(read('error.txt')).toBe(
      'Error: Cannot write disk/records.ndjson: no space left. What is finished is kept, and --resume goes on from there.\n',
    )
    expect(read('code.txt')).toBe('1\n')
    const torn = read('torn.ndjson').split('\n')
    expect(torn.length).toBeGreaterThan(10)
    expect(torn.at(-1)).not.toBe('')
    const whole = read('whole.ndjson').split('\n').slice(0, -1)
    expect(whole.slice(0, torn.length - 1)).toEqual(torn.slice(0, -1))
    const lines = whole.map((line) => (JSON.parse(line) as AuditRecordDocument).request.line)
    expect(lines.sort((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, index) => index + 1))
  })
})
