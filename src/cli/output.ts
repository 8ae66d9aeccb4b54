import { lstatSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { cannotWrite, whyUnwritable } from '../app/unwritable.js'
import { UserError } from '../model/index.js'
import { json } from '../render/json.js'
import type { RenderOptions } from '../render/page.js'

/** The forms of a document, by the ending of the file that it is written to. */
export type Form = 'json' | 'txt' | 'md' | 'csv' | 'html' | 'prom' | 'nagios'

/** Makes text of a document; what needs no width or colour ignores the second argument. */
export type Renderer<Document> = (document: Document, options: RenderOptions) => string

/** How to get the renderer of each form that a document has: only the one that is needed is loaded. */
export interface Forms<Document> {
  txt: () => Promise<Renderer<Document>>
  md?: () => Promise<Renderer<Document>>
  csv?: () => Promise<Renderer<Document>>
  html?: () => Promise<Renderer<Document>>
  prom?: () => Promise<Renderer<Document>>
  /** Only for stdout: a plugin's answer is no file. */
  nagios?: () => Promise<Renderer<Document>>
}

/** Whether the user name and the address are masked: by the form, in every form, or in none. */
export interface Identities {
  redact: boolean
  keep: boolean
  /** Identities that the document does not name by itself. */
  also?: readonly string[]
}

/** What is made to be handed on: these forms are masked unless the user says otherwise. */
const handedOn: readonly Form[] = ['md', 'html', 'prom']

/** A file stands in mails and tickets: no colour, and a width that fits them. */
const fileView: RenderOptions = { width: 80, colour: false }

function formOf<Document>(file: string, forms: Forms<Document>): Form {
  const valid = ['json', ...Object.keys(forms).filter((form) => form !== 'nagios')]
  const ending = extname(file).slice(1).toLowerCase()
  if (!valid.includes(ending)) {
    const endings = valid.map((form) => `.${form}`).join(', ')
    throw cannotWrite(file, `its ending must be one of ${endings}`)
  }
  return ending as Form
}

/**
 * Refuses what a file must not replace: a folder, a device such as /dev/null, and a symbolic link, which would either
 * be destroyed or lead the document to a place that somebody else chose.
 */
function checkFinalName(file: string): void {
  const found = lstatSync(file, { throwIfNoEntry: false })
  if (found === undefined || found.isFile()) return
  const what = found.isDirectory()
    ? 'it is a folder'
    : found.isSymbolicLink()
      ? 'it is a symbolic link'
      : 'it is not a plain file'
  throw cannotWrite(file, what, 'Name a plain file.')
}

/** 0600: answers and addresses are private. */
const privateMode = 0o600

/** Metrics name nobody unless asked to, and who collects them runs as another user than who made them. */
const sharedMode = 0o644

/**
 * Writes next to the final name first, so that the final name never holds half a document. The name of the draft has
 * another ending, so that no collector takes it for a finished file.
 */
export function writeWhole(file: string, text: string, mode = privateMode): void {
  const target = resolve(file)
  const draft = join(dirname(target), `.${basename(target)}.${crypto.randomUUID()}.tmp`)
  try {
    checkFinalName(target)
    // wx: the draft must be new, so that no link can stand in its place.
    writeFileSync(draft, text, { flag: 'wx', mode })
    renameSync(draft, target)
  } catch (error) {
    rmSync(draft, { force: true })
    throw error instanceof UserError ? error : cannotWrite(file, whyUnwritable(error))
  }
}

/**
 * Checks --out before the work starts: nobody wants to wait for a probe and then hear that the file cannot be written.
 */
export function checkOut<Document>(file: string | undefined, forms: Forms<Document>): void {
  if (file === undefined) return
  formOf(file, forms)
  checkPlace(file)
}

/** Checks that a file can be written to its place, whatever its ending. */
export function checkPlace(file: string): void {
  try {
    const folder = lstatSync(dirname(resolve(file)))
    if (!folder.isDirectory() && !folder.isSymbolicLink())
      throw cannotWrite(file, 'its folder is not a folder')
    checkFinalName(file)
  } catch (error) {
    throw error instanceof UserError ? error : cannotWrite(file, whyUnwritable(error))
  }
}

async function inForm<Document extends object>(
  document: Document,
  form: Form,
  forms: Forms<Document>,
  { view, identities }: { view: RenderOptions; identities: Identities | undefined },
): Promise<string> {
  const shown = await withoutIdentities(document, form, identities)
  if (form === 'json') return json(shown)
  const load = forms[form]
  if (load === undefined) throw new Error(`No form ${form} for this document`)
  return (await load())(shown, view)
}

/** A document as it may be shown in a form: with the identities masked, or as it is. */
export async function withoutIdentities<Document extends object>(
  document: Document,
  form: Form,
  identities: Identities | undefined,
): Promise<Document> {
  if (identities === undefined) return document
  const { redact, keep, also } = identities
  if (!redact && (keep || !handedOn.includes(form))) return document
  return (await import('../app/redact.js')).redact(document, also)
}

/**
 * Writes a document to stdout in one form and, where --out names a file, to the file in the form of its ending. Without
 * `identities` there is nobody in the document.
 */
export async function writeDocument<Document extends object>(
  document: Document,
  forms: Forms<Document>,
  options: { form: Form; view: RenderOptions; out?: string | undefined; identities?: Identities },
): Promise<void> {
  const { form, view, out, identities } = options
  if (out !== undefined) {
    const written = formOf(out, forms)
    const text = await inForm(document, written, forms, { view: fileView, identities })
    writeWhole(out, text, written === 'prom' ? sharedMode : privateMode)
  }
  process.stdout.write(await inForm(document, form, forms, { view, identities }))
}
