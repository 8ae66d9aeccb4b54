import type { AskSource, SearchContext, SourceWord } from '../source.js'
import { type Asking, skippedWord } from '../word.js'
import { askDocument } from './ask.js'
import { readAutoconfig } from './autoconfig-xml.js'
import { readXml } from './xml.js'

const ispdb = 'https://live.thunderbird.net/autoconfig/v1.1/'

/** Asks `autoconfig.D`, the place of draft-ietf-mailmaint-autoconfig; with the address when that was allowed. */
export const askAutoconfig: AskSource = (context) =>
  ask(context, {
    source: 'autoconfig',
    asked: withAddress(context, hostUrl('https', context.domain)),
    trust: 'provider',
  })

/** Asks the well-known place on the domain itself, without the address. */
export const askWellKnown: AskSource = (context) =>
  ask(context, { source: 'well-known', asked: wellKnownUrl('https', context.domain), trust: 'provider' })

/** Asks the Thunderbird ISPDB, a third party, for the domain; only where the user allowed it. */
export const askIspdb: AskSource = async (context) => {
  const asking: Asking = { source: 'ispdb', asked: `${ispdb}${context.domain}`, trust: 'third-party' }
  return context.options.ispdb ? ask(context, asking) : skippedWord(asking, noThirdParty)
}

/** Asks `autoconfig.D` in clear, where anybody on the path can answer; only where the user allowed it. */
export const askHttpAutoconfig: AskSource = (context) =>
  inClear(context, {
    source: 'http-autoconfig',
    asked: withAddress(context, hostUrl('http', context.domain)),
    trust: 'unverified',
  })

/** Asks the well-known place in clear; only where the user allowed it. */
export const askHttpWellKnown: AskSource = (context) =>
  inClear(context, {
    source: 'http-well-known',
    asked: wellKnownUrl('http', context.domain),
    trust: 'unverified',
  })

/** Asks `autoconfig.D` of a name that the MX leads to. It never learns the address: it is not the user's own domain. */
export async function askMxAutoconfig(context: SearchContext, mxDomain: string): Promise<SourceWord> {
  return ask(context, { source: 'mx-autoconfig', asked: hostUrl('https', mxDomain), trust: 'inferred' })
}

/** Asks the well-known place on a name that the MX leads to. */
export async function askMxWellKnown(context: SearchContext, mxDomain: string): Promise<SourceWord> {
  return ask(context, { source: 'mx-well-known', asked: wellKnownUrl('https', mxDomain), trust: 'inferred' })
}

/** Asks the Thunderbird ISPDB for a name that the MX leads to; only where the user allowed it. */
export async function askMxIspdb(context: SearchContext, mxDomain: string): Promise<SourceWord> {
  const asking: Asking = { source: 'mx-ispdb', asked: `${ispdb}${mxDomain}`, trust: 'inferred' }
  return context.options.ispdb ? ask(context, asking) : skippedWord(asking, noThirdParty)
}

const noThirdParty = 'a third party is asked only with --ispdb'

function ask(context: SearchContext, asking: Asking): Promise<SourceWord> {
  return askDocument(context, asking, async (body) => {
    const root = await readXml(body)
    return root && readAutoconfig(root, context)
  })
}

async function inClear(context: SearchContext, asking: Asking): Promise<SourceWord> {
  if (context.options.httpAutoconfig) return ask(context, asking)
  return skippedWord(asking, 'documents in clear are asked for only with --http-autoconfig')
}

function hostUrl(scheme: 'http' | 'https', domain: string): string {
  return `${scheme}://autoconfig.${domain}/mail/config-v1.1.xml`
}

function wellKnownUrl(scheme: 'http' | 'https', domain: string): string {
  return `${scheme}://${domain}/.well-known/autoconfig/mail/config-v1.1.xml`
}

function withAddress({ address, options }: SearchContext, url: string): string {
  if (address === undefined || !options.sendAddress) return url
  return `${url}?emailaddress=${encodeURIComponent(address)}`
}
