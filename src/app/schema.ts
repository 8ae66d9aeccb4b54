import { loadSchema, type SchemaFile, schemaKinds } from '../catalogue/data.js'
import { UserError } from '../model/index.js'
import { didYouMean } from './nearest.js'
import { printableTarget } from './targets.js'

/** A schema that can be printed: its name and what it describes. */
export interface SchemaEntry {
  kind: string
  description: string
}

// Not a kind of its own: it only holds pieces that the others refer to.
const shared = 'common'

/** Whether a schema describes a document that the program prints, as against a file that it reads. */
function isDocument(schema: SchemaFile): boolean {
  return schema.title.endsWith('Document')
}

function schemaOf(kind: string): SchemaFile {
  const schema = loadSchema(kind)
  if (schema === undefined) throw new Error(`No schema "${kind}" in data/schema`)
  return schema
}

/** All schemas that can be printed: documents first, then the files that the program reads. */
export function schemaEntries(): SchemaEntry[] {
  const schemas = schemaKinds()
    .filter((kind) => kind !== shared)
    .map((kind) => ({ kind, schema: schemaOf(kind) }))
  const ordered = [
    ...schemas.filter(({ schema }) => isDocument(schema)),
    ...schemas.filter(({ schema }) => !isDocument(schema)),
  ]
  return ordered.map(({ kind, schema }) => ({ kind, description: schema.description }))
}

/** Finds what a reference points to: the text before # is a file, the rest a definition in it. */
function resolve(ref: string, from: string): { kind: string; name: string | undefined } {
  const [file = '', pointer = ''] = ref.split('#')
  const kind = file === '' ? from : file.replace(/\.schema\.json$/, '')
  return { kind, name: pointer === '' ? undefined : pointer.replace('/$defs/', '') }
}

/** Collects the definitions that a schema needs, by their titles, which are unique over all schemas. */
class Bundle {
  readonly definitions: Record<string, unknown> = {}

  /** The same piece of schema with every reference pointing into the bundle. */
  rewrite(node: unknown, kind: string): unknown {
    if (Array.isArray(node)) return node.map((part) => this.rewrite(part, kind))
    if (typeof node !== 'object' || node === null) return node
    return Object.fromEntries(
      Object.entries(node).map(([key, value]) =>
        key === '$ref' && typeof value === 'string'
          ? [key, `#/$defs/${this.add(value, kind)}`]
          : [key, this.rewrite(value, kind)],
      ),
    )
  }

  private add(ref: string, from: string): string {
    const { kind, name } = resolve(ref, from)
    const file = schemaOf(kind)
    const { $schema: _, $id: __, $defs: definitions, ...whole } = file
    const target: { title?: string } | undefined = name === undefined ? whole : definitions?.[name]
    if (target === undefined) throw new Error(`Reference to nothing in data/schema: ${ref}`)
    const title = target.title ?? name ?? kind
    if (!(title in this.definitions)) {
      this.definitions[title] = {} // stands in while a definition that refers to itself is walked
      this.definitions[title] = this.rewrite(target, kind)
    }
    return title
  }
}

/** The JSON Schema of a kind with everything that it refers to inside, so that it can be used alone. */
export function standaloneSchema(kind: string): Record<string, unknown> {
  const known = schemaEntries().map((entry) => entry.kind)
  if (!known.includes(kind)) {
    throw new UserError('bad-value', `Unknown schema "${printableTarget(kind)}"`, {
      hint: didYouMean(kind, known),
    })
  }
  const { $defs: _, ...whole } = schemaOf(kind)
  const bundle = new Bundle()
  const rewritten = bundle.rewrite(whole, kind) as Record<string, unknown>
  return Object.keys(bundle.definitions).length === 0
    ? rewritten
    : { ...rewritten, $defs: bundle.definitions }
}

/** One schema that any document of the program fulfils: what `schema --json` prints. */
export function anyDocumentSchema(): Record<string, unknown> {
  const kinds = schemaKinds().filter((kind) => kind !== shared && isDocument(schemaOf(kind)))
  const bundle = new Bundle()
  const union = bundle.rewrite({ oneOf: kinds.map((kind) => ({ $ref: `${kind}.schema.json` })) }, shared)
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'mailadvise-documents.schema.json',
    title: 'AnyDocument',
    description: `Any document that mailadvise prints, told apart by its kind: ${kinds.join(', ')}.`,
    ...(union as Record<string, unknown>),
    $defs: bundle.definitions,
  }
}
