/**
 * What must never reach a reader unseen, as the inside of a character class of a regular expression with the flag `u`: C0
 * and C1 controls and DEL; everything that shows nothing (soft hyphen, zero-width and joining characters, word joiner,
 * fillers, variation selectors, tags) or reorders text (bidi marks, embeddings, overrides, isolates); line and paragraph
 * separators; annotation marks; halves of surrogate pairs. The one set for all: what one place lets through, another
 * would not find.
 */
export const unsafeCharacters =
  '\\p{Cc}\\p{Default_Ignorable_Code_Point}\\p{Zl}\\p{Zp}\\p{Surrogate}\\u061c\\ufff9-\\ufffb'
