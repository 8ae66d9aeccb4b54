/** Where TCP goes instead of the named host and port, as curl's --connect-to: TLS still names and verifies the named host. */
export interface ConnectTo {
  host: string
  port: number
  toHost: string
  toPort: number
}
