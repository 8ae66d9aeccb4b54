import type { ProbeEnvironment } from '../model/index.js'
import type { Page } from './page.js'

/** What this side brought along: with another trust store the same server may look different. */
export function addEnvironment(page: Page, { node, openssl, trust }: ProbeEnvironment): void {
  page.text(`Probed with Node ${node}, OpenSSL ${openssl}; trusted: ${trust.join(', ')}.`, 'dim')
}
