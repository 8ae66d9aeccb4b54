import { describe, expect, it } from 'vitest'
import type { RecommendationDocument } from '../../src/model/index.js'
import { recommendationHtml } from '../../src/render/html/recommendation.js'
import { recommendationMarkdown } from '../../src/render/recommendation-markdown.js'
import { recommendationText } from '../../src/render/recommendation-text.js'
import { schemaErrors } from '../cli/support.js'
import { recommendation } from './documents.js'
import { tooWide, trailingSpaces, unsafe, widths } from './support.js'

const plain = (document: RecommendationDocument, width = 80) =>
  recommendationText(document, { width, colour: false })

describe('recommendationText', () => {
  it('renders a document that the schema allows', () => {
    expect(schemaErrors('recommendation', recommendation)).toEqual([])
  })

  it.each([...widths, 20])('fits %i columns', (width) => {
    const text = plain(recommendation, width)
    expect(tooWide(text, width)).toEqual([])
    expect(trailingSpaces(text)).toEqual([])
    expect(text.replaceAll('\n', '')).not.toMatch(unsafe)
    expect(text).not.toContain('\n\n\n')
  })

  it('says the verdict first and the rest in this order', () => {
    const text = plain(recommendation)
    expect(text.startsWith('IMAP with an offline cache\nAs IMAP, and')).toBe(true)
    const order = [
      'Certainty: medium',
      'On your server: confirmed, with limits',
      'Contradictions',
      'Because',
      'Against it',
      'Also defensible',
      'Settings',
      'Remaining risks',
      'What would change this',
      'Still open',
      'Steps',
      'The server removes mail after 30 days.',
      'Notes',
    ]
    const places = order.map((part) => text.indexOf(part))
    expect(places).not.toContain(-1)
    expect(places).toEqual([...places].sort((a, b) => a - b))
  })

  it('says changes in the words of the questions, and only the nearest three', () => {
    const text = plain(recommendation, 120).replace(/\s+/g, ' ')
    expect(text).toContain(
      '- POP, if "Where is the mail read?" were answered "A computer of my own" (now: A computer of my own + A phone)',
    )
    expect(text).toContain('IMAP with a local archive, if "Must one machine')
    expect(text).toContain('were answered "Yes"')
    expect(text).not.toContain('calendar')
  })

  it('shows values with their units', () => {
    const text = plain(recommendation)
    expect(text).toContain('Archive mail older than: 365 days')
    expect(text).toContain('Leave messages on the server: no')
  })

  it('says what the answers alone would have given', () => {
    expect(plain(recommendation)).toContain('POP, leaving mail on the server')
  })

  it('leaves out sections that have nothing to say', () => {
    const { confirmation: _, ...rest } = recommendation
    const request = { ...rest.request, answers: { 'current-protocol': 'imap' as const } }
    const none = { against: [], contradictions: [], wouldChange: [], steps: [], openQuestions: [] }
    const bare = { ...rest, ...none, request }
    const text = plain(bare)
    for (const title of [
      'Against it',
      'Contradictions',
      'What would change',
      'Steps',
      'Still open',
      'On your server',
    ]) {
      expect(text).not.toContain(title)
    }
  })

  it('says of each open question what to type, broken only between values', () => {
    const openQuestions = ['places', 'server-space', 'own-copy', 'provider'].map((id) => ({ id, text: '?' }))
    const lines = plain({ ...recommendation, openQuestions }).split('\n')
    expect(lines).toContain('    --set server-space=enough|tight|expires')
    expect(lines).toContain('    --set own-copy=yes|no')
    expect(lines).toContain('    --set provider=PROVIDER')
    const narrow = plain({ ...recommendation, openQuestions }, 40)
    expect(narrow).toContain(
      '    --set places=computer|\n      second-computer|phone|tablet|\n      webmail|shared-computer[,...]\n',
    )
  })

  it('shows each step with how to see that it worked', () => {
    expect(plain(recommendation)).toMatch(/^ {2}1\. +Make a copy first\.\n {6}Check: The numbers agree\.$/m)
    expect(recommendationMarkdown(recommendation)).toContain(
      '1. Make a copy first.\n   * Check: The numbers agree.\n',
    )
    expect(recommendationHtml(recommendation)).toContain('Check: The numbers agree.')
  })

  it('says what to answer for a plan, unless that was answered or there is nothing to move to', () => {
    const bare = { ...recommendation, steps: [] }
    expect(plain(bare)).toContain('--set current-protocol=')
    expect(recommendationMarkdown(bare)).toContain('current-protocol')
    expect(recommendationHtml(bare)).toContain('--set current-protocol=')
    expect(plain({ ...bare, family: 'neither' })).not.toContain('current-protocol')
    const request = { ...bare.request, answers: { 'current-protocol': 'none' as const } }
    expect(plain({ ...bare, request })).not.toContain('current-protocol')
  })

  it('repeats choice and verdict in its last two lines', () => {
    expect(plain(recommendation).trimEnd().split('\n').slice(-2)).toEqual([
      'Recommended: IMAP with an offline cache',
      'On your server: confirmed, with limits',
    ])
    const { confirmation: _, ...untested } = recommendation
    expect(plain(untested).trimEnd().split('\n').slice(-2)).toEqual([
      'Recommended: IMAP with an offline cache',
      'Certainty: medium',
    ])
  })

  it('does not repeat them where the head is still in sight', () => {
    const { confirmation: _, ...rest } = recommendation
    const none = { alternatives: [], against: [], contradictions: [], settings: [], risks: [], steps: [] }
    const short = plain({ ...rest, ...none, wouldChange: [], openQuestions: [] })
    expect(short).not.toContain('Recommended:')
  })
})
