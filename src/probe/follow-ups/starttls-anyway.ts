import { failureAt, itself, type Look } from './look.js'

/**
 * Asks for STARTTLS where the phases did not: they ask without an announcement too, but not where the capabilities were
 * refused before, nor where the user chose to stay in clear (then with `deep` only).
 */
export const starttlsAnyway: Look = {
  name: 'starttls-anyway',
  wanted(subject) {
    const { endpoint, facts, heard, options } = subject.run
    if (facts.greeting?.status !== 'ok') return []
    const refused = failureAt(subject.run, 'capability', 'refused-by-server', 'malformed') !== undefined
    const announced = heard.beforeTls?.some((name) => ['STARTTLS', 'STLS'].includes(name))
    const answers = facts.phases.every(({ outcome }) => outcome !== 'failed')
    const notAsked = endpoint.security === 'none' && options.deep === true && answers && !announced
    return (endpoint.security === 'starttls' && refused) || notAsked ? itself(subject) : []
  },
  async look(wire) {
    await wire.secure({ from: 'starttls' })
  },
}
