import { loadSchema } from '../catalogue/data.js'

/** The keywords that the schemas of documents use; a test holds that there are no others. */
interface Schema {
  $ref?: string
  $defs?: Record<string, Schema>
  type?: string
  const?: unknown
  enum?: unknown[]
  oneOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: boolean
  items?: Schema
  minItems?: number
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
}

type Check = (value: unknown, schema: Schema, at: string, kind: string) => string | undefined

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return typeof value
}

function hasType(value: unknown, type: string): boolean {
  return type === 'integer' ? Number.isInteger(value) : typeOf(value) === type
}

function resolve(ref: string, from: string): { schema: Schema; kind: string } {
  const [file = '', pointer = ''] = ref.split('#')
  const kind = file === '' ? from : file.replace(/\.schema\.json$/, '')
  const whole = loadSchema(kind) as Schema | undefined
  const schema = pointer === '' ? whole : whole?.$defs?.[pointer.replace('/$defs/', '')]
  if (schema === undefined) throw new Error(`Reference to nothing in data/schema: ${ref}`)
  return { schema, kind }
}

const checkValue: Check = (value, schema, at) => {
  if (schema.type !== undefined && !hasType(value, schema.type)) return `${at} must be of type ${schema.type}`
  if ('const' in schema && value !== schema.const) return `${at} must be ${JSON.stringify(schema.const)}`
  if (schema.enum !== undefined && !schema.enum.includes(value))
    return `${at} must be one of: ${schema.enum.join(', ')}`
  if (typeof value === 'number') {
    if (value < (schema.minimum ?? value)) return `${at} must be at least ${schema.minimum}`
    if (value > (schema.maximum ?? value)) return `${at} must be at most ${schema.maximum}`
  }
  if (typeof value === 'string') {
    if (value.length < (schema.minLength ?? 0)) return `${at} is too short`
    if (value.length > (schema.maxLength ?? value.length)) return `${at} is too long`
  }
  return undefined
}

const checkObject: Check = (value, schema, at, kind) => {
  if (typeOf(value) !== 'object') return undefined
  const members = value as Record<string, unknown>
  const missing = schema.required?.find((name) => !(name in members))
  if (missing !== undefined) return `${at} lacks "${missing}"`
  for (const [name, member] of Object.entries(members)) {
    const known = Object.hasOwn(schema.properties ?? {}, name) ? schema.properties?.[name] : undefined
    if (known === undefined && schema.additionalProperties === false)
      return `${at} has an unknown member "${name}"`
    const wrong = known && firstProblem(member, known, `${at}.${name}`, kind)
    if (wrong !== undefined) return wrong
  }
  return undefined
}

const checkArray: Check = (value, schema, at, kind) => {
  if (!Array.isArray(value)) return undefined
  if (value.length < (schema.minItems ?? 0)) return `${at} has too few entries`
  const { items } = schema
  if (items === undefined) return undefined
  for (const [index, entry] of value.entries()) {
    const wrong = firstProblem(entry, items, `${at}[${index}]`, kind)
    if (wrong !== undefined) return wrong
  }
  return undefined
}

const checkUnion: Check = (value, schema, at, kind) => {
  if (schema.oneOf === undefined) return undefined
  const fits = schema.oneOf.some((one) => firstProblem(value, one, at, kind) === undefined)
  return fits ? undefined : `${at} has none of its forms`
}

const firstProblem: Check = (value, schema, at, kind) => {
  if (schema.$ref !== undefined) {
    const target = resolve(schema.$ref, kind)
    return firstProblem(value, target.schema, at, target.kind)
  }
  for (const check of [checkValue, checkObject, checkArray, checkUnion]) {
    const wrong = check(value, schema, at, kind)
    if (wrong !== undefined) return wrong
  }
  return undefined
}

/**
 * Checks a value from a user's file against a schema of data/schema. Small on purpose: the schemas use few keywords, and
 * a general validator costs more start-up time than a whole command.
 *
 * @returns the first thing that is wrong, or undefined
 */
export function problemWith(value: unknown, kind: string): string | undefined {
  const { schema } = resolve(`${kind}.schema.json`, kind)
  return firstProblem(value, schema, kind, kind)
}
