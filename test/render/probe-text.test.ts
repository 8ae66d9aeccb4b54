import { describe, expect, it } from 'vitest'
import { probeText } from '../../src/render/probe-text.js'
import { schemaErrors } from '../cli/support.js'
import { probeDocument } from './documents.js'
import { tooWide, trailingSpaces, unsafe, widths } from './support.js'

describe('probeText', () => {
  it('renders a document that the schema allows', () =>
    expect(schemaErrors('probe', probeDocument)).toEqual([]))

  it.each([...widths, 20])('fits %i columns, whatever the server says', (width) => {
    const text = probeText(probeDocument, { width, colour: false })
    expect(tooWide(text, width)).toEqual([])
    expect(trailingSpaces(text)).toEqual([])
    expect(text.replaceAll('\n', '')).not.toMatch(unsafe)
    expect(text).not.toContain('\n\n\n')
  })

  it('says in one line how each endpoint fared', () => {
    const text = probeText(probeDocument, { width: 120, colour: false })
    expect(text).toMatch(/^imaps:\/\/mail\.example\.com:993 +ok +TLSv1\.3 verified, 56 ms$/m)
    expect(text).toMatch(
      /^imap:\/\/mail\.example\.com:143 +warning +TLSv1\.2 not verified: the certificate has expired/m,
    )
    expect(text).toMatch(/^pop:\/\/\[2001:db8::1\]:110 +failed +connection: connection refused$/m)
  })

  it('shows the failure with its code and names what was not reached', () => {
    const text = probeText(probeDocument, { width: 120, colour: false })
    expect(text).toMatch(/failed: connection refused \[ECONNREFUSED\]; server says:\s+"ok\[2J/)
    expect(text).toMatch(/not reached +- +greeting, STLS$/m)
  })

  it('groups capabilities by need, the most wanted first, and does not repeat them', () => {
    const text = probeText(probeDocument, { width: 120, colour: false })
    expect(text.indexOf('New mail noticed at once')).toBeLessThan(text.indexOf('Search'))
    expect(text.match(/New mail shows at once\./g)).toHaveLength(1)
    expect(text).toContain('Offers: the same as imaps://mail.example.com:993')
    expect(text).toContain('Not in the catalogue: ok\\x1b[2J')
  })

  it('shows a certificate that two endpoints share only once', () => {
    const text = probeText(probeDocument, { width: 120, colour: false })
    expect(text.match(/CN=Example CA/g)).toHaveLength(1)
    expect(text).toContain('the same certificate as above')
  })

  it('says the same with colour', () => {
    const coloured = probeText(probeDocument, { width: 80, colour: true })
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(probeText(probeDocument, { width: 80, colour: false }))
  })
})
