import type { Lookup } from '../net/index.js'

/**
 * Asks for each name once, however many endpoints it has. The system's resolver works on two questions at a time, so that
 * the later endpoints would wait for the answer twice; and they might be led to different machines.
 */
export function askedOnce(ask: Lookup): Lookup {
  const answers = new Map<string, Promise<string[]>>()
  return (host) => {
    const answer = answers.get(host) ?? ask(host)
    answers.set(host, answer)
    return answer
  }
}
