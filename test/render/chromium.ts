import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import type { Readable, Writable } from 'node:stream'

/** The browser as Debian and others install it, where there is one. */
export const browser = ['chromium', 'chromium-browser', 'google-chrome']
  .flatMap((name) => (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)))
  .find((file) => existsSync(file))

interface Message {
  id?: number
  method?: string
  sessionId?: string
  params?: Record<string, unknown>
  result?: Record<string, unknown>
  error?: { message: string }
}

/** How the page is looked at. */
export interface View {
  width: number
  height: number
  scheme: 'light' | 'dark'
}

/** A real browser without a window, driven by the DevTools protocol through two pipes: no port is opened. */
export class Chromium {
  private readonly profile = mkdtempSync(join(tmpdir(), 'chromium-'))
  private readonly child: ChildProcess
  private readonly waiting = new Map<number, (message: Message) => void>()
  private readonly events: Message[] = []
  private readonly listeners = new Set<() => void>()
  private lastId = 0
  private buffered = ''
  private session = ''

  constructor(file: string) {
    const flags = [
      ...[
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--hide-scrollbars',
      ],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
      ...['--remote-debugging-pipe', `--user-data-dir=${this.profile}`, 'about:blank'],
    ]
    this.child = spawn(file, flags, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] })
    const answers = this.child.stdio[4] as Readable
    answers.setEncoding('utf8').on('data', (text: string) => this.read(text))
  }

  private read(text: string): void {
    const parts = (this.buffered + text).split('\0')
    this.buffered = parts.pop() ?? ''
    for (const part of parts) {
      const message = JSON.parse(part) as Message
      if (message.id === undefined) {
        this.events.push(message)
        for (const wake of this.listeners) wake()
      } else this.waiting.get(message.id)?.(message)
    }
  }

  private async send(method: string, params: object = {}): Promise<Record<string, unknown>> {
    const id = ++this.lastId
    const answered = new Promise<Message>((resolve) => this.waiting.set(id, resolve))
    const sessionId = this.session === '' ? {} : { sessionId: this.session }
    const commands = this.child.stdio[3] as Writable
    commands.write(`${JSON.stringify({ id, method, params, ...sessionId })}\0`)
    const { result = {}, error } = await answered
    if (error !== undefined) throw new Error(`${method}: ${error.message}`)
    return result
  }

  private async event(method: string): Promise<void> {
    await new Promise<void>((resolve) => {
      const look = () => {
        if (!this.events.some((one) => one.method === method)) return
        this.listeners.delete(look)
        resolve()
      }
      this.listeners.add(look)
      look()
    })
  }

  /** Opens a file in a page of its own and waits until it is loaded. */
  async open(url: string, { width, height, scheme }: View): Promise<void> {
    this.session = ''
    const { targetId } = await this.send('Target.createTarget', { url: 'about:blank' })
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true })
    this.session = String(sessionId)
    for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await this.send(`${domain}.enable`)
    const metrics = { width, height, deviceScaleFactor: 1, mobile: false }
    await this.send('Emulation.setDeviceMetricsOverride', metrics)
    const features = [{ name: 'prefers-color-scheme', value: scheme }]
    await this.send('Emulation.setEmulatedMedia', { features })
    this.events.length = 0
    await this.send('Page.navigate', { url })
    await this.event('Page.loadEventFired')
  }

  /** The value of an expression in the page; what the page's own policy forbids does not bind this one. */
  async evaluate(expression: string): Promise<unknown> {
    const { result } = await this.send('Runtime.evaluate', { expression, returnByValue: true })
    return (result as { value?: unknown }).value
  }

  /** What the console was told, and what went wrong, since the page was opened. */
  get complaints(): string[] {
    const kinds = ['Log.entryAdded', 'Runtime.consoleAPICalled', 'Runtime.exceptionThrown']
    return this.events
      .filter(({ method = '' }) => kinds.includes(method))
      .map(({ params }) => JSON.stringify(params))
  }

  /** Addresses that were asked for since the page was opened, its own among them. */
  get requests(): string[] {
    return this.events
      .filter(({ method }) => method === 'Network.requestWillBeSent')
      .map(({ params }) => String((params?.request as { url?: unknown } | undefined)?.url))
  }

  /** The page as a picture. */
  async screenshot(): Promise<Buffer> {
    const { data } = await this.send('Page.captureScreenshot', { captureBeyondViewport: true })
    return Buffer.from(String(data), 'base64')
  }

  /** The page on paper. */
  async pdf(): Promise<Buffer> {
    const { data } = await this.send('Page.printToPDF', { printBackground: true })
    return Buffer.from(String(data), 'base64')
  }

  /** Ends the browser and removes what it wrote. */
  async close(): Promise<void> {
    this.session = ''
    const ended = new Promise((resolve) => this.child.once('exit', resolve))
    await this.send('Browser.close')
    await ended
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 })
  }
}
