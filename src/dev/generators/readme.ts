export function readme(): { path: string; content: string } {
  return { path: 'README.md', content: '# mailadvise\n' }
}
