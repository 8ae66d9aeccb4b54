import { expect } from 'vitest'
import type { DiscoveryDocument } from '../../src/model/index.js'
import { discoveryText } from '../../src/render/discovery-text.js'
import { json } from '../../src/render/json.js'
import { schemaErrors } from '../cli/support.js'
import { unsafe } from './examine.js'

/** Fails where a document of a search is not valid, or a form of it is not safe to paste or too long. */
export function expectSafeDiscovery(document: DiscoveryDocument): void {
  expect(schemaErrors('discovery', document)).toEqual([])
  const forms = { JSON: json(document), text: discoveryText(document, { width: 80, colour: false }) }
  for (const [form, text] of Object.entries(forms)) {
    expect({ form, unsafe: unsafe.exec(text)?.[0].codePointAt(0) }).toEqual({ form, unsafe: undefined })
    expect(text.length).toBeLessThan(256 * 1024)
  }
  expect(JSON.parse(forms.JSON)).toEqual(document)
}
