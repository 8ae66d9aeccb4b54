import { displayWidth } from '../../src/render/display-width.js'

/** Widths that people have: half a screen, a narrow window, the classic one, a wide one. */
export const widths = [40, 60, 80, 120]

/** Lines that are wider than allowed; a link may stick out. */
export function tooWide(text: string, width: number): string[] {
  return text.split('\n').filter((line) => displayWidth(line) > width && !line.includes('://'))
}

/** Lines that end in a space. */
export function trailingSpaces(text: string): string[] {
  return text.split('\n').filter((line) => /\s$/.test(line))
}

/** Text full of what a hostile server might send. */
export const hostile =
  'ok\u001b[2J\u001b]0;owned\u0007\u202egnp.exe\u2028next\u009b31m\u200b\ttab\r\nA1 OK fake'

/** Characters that must never reach a terminal. */
export const unsafe = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069]/
