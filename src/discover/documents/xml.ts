import { unreadable } from './reading.js'

/** One element: its own text, and the elements in it in their order. */
export interface XmlElement {
  name: string
  attributes: ReadonlyMap<string, string>
  text: string
  children: readonly XmlElement[]
}

/** Deepest nesting that is read; settings need 5. */
const depth = 32

/** Tags and attributes that are read, end tags counted too; a provider with a thousand domains needs a quarter of it. */
const mostMarks = 10_000

/** A node as the library gives it when it keeps the order: attributes at `:@`, everything else under its one other key. */
type ParsedNode = Record<string, unknown>

const options = {
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  removeNSPrefix: true,
  maxNestedTags: depth,
} as const

/**
 * Reads an XML document of a stranger: no DOCTYPE and so no entities of its own, bounded nesting, nothing repaired.
 *
 * @param body at most as long as `limits.httpBodyBytes`
 * @returns the root element; undefined when it is a web page instead
 * @throws WireFailure `malformed` with the reason
 */
export async function readXml(body: Buffer): Promise<XmlElement | undefined> {
  const text = decoded(body)
  if (/^\s*(<\?[^>]*>\s*)?(<!--[^>]*-->\s*)?<(!doctype\s+)?html\b/i.test(text)) return undefined
  // Refused before parsing: entities of a document's own are how XML readers were attacked time and again.
  if (/<!(doctype|entity)/i.test(text)) throw unreadable('the document has a DOCTYPE, which is refused')
  // The parser takes a second of work for what fits into the longest answer, and a search may read ten of them.
  if (text.split(/[<=]/, mostMarks + 2).length > mostMarks + 1) {
    throw unreadable(`the document has more than ${mostMarks} tags and attributes`)
  }
  const { XMLParser, XMLValidator } = await import('fast-xml-parser')
  // The parser alone would take unclosed elements for closed ones.
  if (XMLValidator.validate(text) !== true) throw unreadable('the document is not well-formed XML')
  const [root, ...others] = elementsOf(parsed(new XMLParser(options), text))
  if (root === undefined || others.length > 0) throw unreadable('the document is not well-formed XML')
  return root
}

/** The first element of this name in another, whatever its place. */
export function childOf(parent: XmlElement | undefined, name: string): XmlElement | undefined {
  return parent?.children.find((child) => child.name === name)
}

/** All elements of this name directly in another. */
export function childrenOf(parent: XmlElement | undefined, name: string): XmlElement[] {
  return parent?.children.filter((child) => child.name === name) ?? []
}

/** Text of the first element of this name; undefined when there is none or it is empty. */
export function textOf(parent: XmlElement | undefined, name: string): string | undefined {
  const text = childOf(parent, name)?.text
  return text === '' ? undefined : text
}

function parsed(parser: { parse(text: string): unknown }, text: string): unknown {
  try {
    return parser.parse(text)
  } catch {
    // The library's own words would quote the document.
    throw unreadable(`the document nests deeper than ${depth} elements, or has names that are refused`)
  }
}

function elementsOf(nodes: unknown): XmlElement[] {
  if (!Array.isArray(nodes)) return []
  return nodes.flatMap((node: ParsedNode) =>
    Object.entries(node)
      .filter(([name]) => name !== ':@' && name !== '#text')
      .map(([name, content]) => element(name, node[':@'], content)),
  )
}

function element(name: string, attributes: unknown, content: unknown): XmlElement {
  const pairs = typeof attributes === 'object' && attributes !== null ? Object.entries(attributes) : []
  const texts = Array.isArray(content) ? content.flatMap((node: ParsedNode) => node['#text'] ?? []) : []
  return {
    name,
    attributes: new Map(pairs.map(([key, value]) => [key, plain(String(value))])),
    text: plain(texts.map(String).join('')).trim(),
    children: elementsOf(content),
  }
}

const predefined: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&amp;': '&',
}

/** The five entities that XML itself defines; addresses of redirects hold them. */
function plain(text: string): string {
  return text.replace(/&(lt|gt|quot|apos|amp);/g, (entity) => predefined[entity] ?? entity)
}

/** The encodings that all read the ASCII of a server's settings the same. */
const singleByte = /^(iso-8859-15?|windows-1252|us-ascii)$/i

function decoded(body: Buffer): string {
  const declared = /^<\?xml[^>]*\sencoding=["']([\w-]+)["']/.exec(
    body.subarray(0, 200).toString('latin1'),
  )?.[1]
  const encoding = declared !== undefined && singleByte.test(declared) ? 'windows-1252' : 'utf-8'
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(body)
  } catch {
    throw unreadable('the document is not valid UTF-8')
  }
}
