/** Whether a host is the domain itself or lies below it. Both in A-labels, lower case. */
export function liesInside(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`)
}

/** A name without its first label; undefined when nothing with a dot is left. */
export function withoutFirstLabel(name: string): string | undefined {
  const rest = name.slice(name.indexOf('.') + 1)
  return rest !== name && rest.includes('.') ? rest : undefined
}
