import { execFile, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { AuditRecordDocument } from '../../src/model/index.js'
import { bin, temporaryFolder } from './support.js'

const harness = fileURLToPath(new URL('../support/dead-names.mjs', import.meta.url))

/** A namespace of its own takes root, and tools that not every machine has. */
const possible =
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  spawnSync('unshare', ['-mn', 'ip', 'link', 'set', 'lo', 'up']).status === 0

function audited(): Promise<AuditRecordDocument[]> {
  const command = ['-mn', process.execPath, harness, temporaryFolder(), bin]
  return new Promise((resolve, reject) => {
    execFile('unshare', command, (error, stdout) => {
      if (error === null) resolve(JSON.parse(stdout) as AuditRecordDocument[])
      else reject(error)
    })
  })
}

describe.skipIf(!possible)('names that no resolver answers for', () => {
  it('cost the others of an audit nothing, though the system looks up two at a time only', async () => {
    const records = await audited()
    const failures = (kind: string) =>
      records
        .filter(({ request }) => request.target?.includes(kind))
        .map(({ endpoints }) => endpoints[0]?.failure?.phase)
    // The server of the others greets with BYE: that far, their names have led.
    expect(failures('well')).toEqual(Array.from({ length: 12 }, () => 'greeting'))
    expect(failures('dead')).toEqual(Array.from({ length: 12 }, () => 'dns'))
  })
})
