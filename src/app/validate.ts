import { loadSchema, schemaKinds } from '../catalogue/data.js'

/** Says the first thing that is wrong with a value, or undefined. */
export type Validator = (value: unknown) => string | undefined

const compiled = new Map<string, Promise<Validator>>()

/**
 * Checks values from a user's file against a schema of data/schema. Ajv is loaded only here, since few runs read a
 * file of the user's and compiling a schema costs more time than most commands take; once for all values.
 */
export function validatorFor(kind: string): Promise<Validator> {
  const known = compiled.get(kind) ?? compile(kind)
  compiled.set(kind, known)
  return known
}

async function compile(kind: string): Promise<Validator> {
  const { Ajv2020 } = await import('ajv/dist/2020.js')
  const ajv = new Ajv2020({ strict: true })
  for (const known of schemaKinds()) ajv.addSchema(loadSchema(known) ?? {})
  const validate = ajv.getSchema(`${kind}.schema.json`)
  if (validate === undefined) throw new Error(`No schema "${kind}" in data/schema`)
  return (value) => {
    if (validate(value) === true) return undefined
    const [first] = validate.errors ?? []
    return `${kind}${first?.instancePath.replaceAll('/', '.') ?? ''} ${first?.message ?? 'is wrong'}`
  }
}

/**
 * Checks one value, as {@link validatorFor} does several.
 *
 * @returns the first thing that is wrong, or undefined
 */
export async function problemWith(value: unknown, kind: string): Promise<string | undefined> {
  return (await validatorFor(kind))(value)
}
