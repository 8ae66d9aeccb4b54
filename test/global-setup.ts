import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** One folder for all that the tests of a run write, gone when the run is over: a worker may be ended before it tidies up. */
export default function workshop(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'mailadvise-test-'))
  process.env.MAILADVISE_TEST_FOLDER = folder
  return () => rmSync(folder, { recursive: true, force: true })
}
