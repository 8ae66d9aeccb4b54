/**
 * Whether to colour what goes to a stream. NO_COLOR (https://no-color.org) and a dumb terminal say no, FORCE_COLOR says
 * yes even into a pipe (0 and false say no, as elsewhere), else a terminal gets colour and a pipe does not.
 */
export function wantsColour(
  env: Readonly<Record<string, string | undefined>>,
  stream: { isTTY?: boolean },
): boolean {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false
  const forced = env.FORCE_COLOR
  if (forced !== undefined) return forced !== '0' && forced !== 'false'
  return stream.isTTY === true && env.TERM !== 'dumb'
}
