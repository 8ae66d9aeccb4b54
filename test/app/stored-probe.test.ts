import { describe, expect, it } from 'vitest'
import { readStoredProbe } from '../../src/app/stored-probe.js'
import { temporaryFile } from '../cli/support.js'
import { probeDocument, recommendation } from '../render/documents.js'

const read = (content: string) => readStoredProbe(temporaryFile('stored.json', content))

describe('a stored probe', () => {
  it('is read, also behind a byte order mark', async () => {
    expect(await read(`\ufeff${JSON.stringify(probeDocument)}`)).toEqual(probeDocument)
  })

  it.each<[string, string, string]>([
    [
      'a recommendation',
      JSON.stringify(recommendation),
      'another kind of document ("recommendation"); wanted is a probe',
    ],
    ['another version', JSON.stringify({ ...probeDocument, schemaVersion: 2 }), 'written by another version'],
    ['no document', '{"endpoints": []}', 'is no document of mailadvise'],
    ['a list', '[]', 'is no document of mailadvise'],
    ['nothing', '', 'is empty'],
    ['no JSON', '{', 'is not JSON'],
  ])('is not %s, and that is said in plain words', async (_, content, why) => {
    const error = await read(content).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'bad-document', exitCode: 2 })
    expect((error as Error).message).toContain(why)
    expect((error as Error).message).not.toMatch(/must (be|have|match)|constant/)
  })
})
