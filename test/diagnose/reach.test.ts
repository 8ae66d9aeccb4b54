import { describe, expect, test } from 'vitest'
import { dnsHttpProxy } from '../../src/diagnose/checks/dns-http-proxy.js'
import { dnsIpv6Unreachable } from '../../src/diagnose/checks/dns-ipv6-unreachable.js'
import { dnsMultiAddressOneDead } from '../../src/diagnose/checks/dns-multi-address-one-dead.js'
import { dnsNameNotFound } from '../../src/diagnose/checks/dns-name-not-found.js'
import { dnsNoAnswer } from '../../src/diagnose/checks/dns-no-answer.js'
import { dnsResolverLocal } from '../../src/diagnose/checks/dns-resolver-local.js'
import { policyIpBanned } from '../../src/diagnose/checks/policy-ip-banned.js'
import { tcpBlockedFirewall } from '../../src/diagnose/checks/tcp-blocked-firewall.js'
import { tcpLoopbackInContainer } from '../../src/diagnose/checks/tcp-loopback-in-container.js'
import { tcpServiceDown } from '../../src/diagnose/checks/tcp-service-down.js'
import { tcpServiceNotEnabled } from '../../src/diagnose/checks/tcp-service-not-enabled.js'
import { tcpTimeout } from '../../src/diagnose/checks/tcp-timeout.js'
import { webProxyOf } from '../../src/diagnose/derive/reach-web-proxies.js'
import type { FailureCause } from '../../src/model/index.js'
import { attempt, type Case, type Different, failure, judge, look, probeOf, tlsOf } from './literal-probe.js'

const ports = [993, 143, 995, 110]
const up = (port: number, different: Different = {}) => probeOf({ port, asked: 'standard', ...different })
const down = (port: number, cause: FailureCause, different: Different = {}) =>
  up(port, { fails: ['tcp', failure(cause)], ...different })
const all = (cause: FailureCause, different: Different = {}) =>
  ports.map((port) => down(port, cause, different))
const named = { asked: 'named' } as const
const otherPort = (port: number, cause?: FailureCause) =>
  look('other-port', { port, ...(cause && { outcome: 'failed', failure: failure(cause) }) })
const noName = (different: Different = {}) =>
  probeOf({ fails: ['dns', failure('name-not-found')], ...different })
const noRoute = failure('unreachable', { code: 'ENETUNREACH' })
const timedOut = failure('timed-out')
const web = look('web-certificate', { port: 443, tls: tlsOf() })
const proxied = { addresses: ['104.21.3.4'] }

const cases: Case[] = [
  {
    check: dnsNameNotFound,
    when: 'the name does not exist, said once',
    probes: [noName(), noName({ port: 143 })],
    says: { certainty: 'certain' },
  },
  {
    check: dnsNameNotFound,
    when: 'another port of the host was led to an address by hand',
    probes: [probeOf(), noName({ port: 143 })],
    says: { severity: 'note' },
  },
  {
    check: dnsNameNotFound,
    when: 'the resolver fails',
    probes: [probeOf({ fails: ['dns', failure('resolver-failed')] })],
    says: 'passed',
  },
  {
    check: dnsNoAnswer,
    when: 'the resolver fails',
    probes: [probeOf({ fails: ['dns', failure('resolver-failed')] })],
    says: { certainty: 'certain' },
  },
  { check: dnsNoAnswer, when: 'the name does not exist', probes: [noName()], says: 'passed' },
  {
    check: dnsResolverLocal,
    when: 'only the named resolver is there',
    probes: [
      up(993, {
        followUps: [look('system-resolver', { outcome: 'failed', failure: failure('resolver-failed') })],
      }),
    ],
    says: { certainty: 'certain' },
  },
  {
    check: dnsResolverLocal,
    when: 'only the named resolver knows the name',
    probes: [
      up(993, {
        followUps: [look('system-resolver', { outcome: 'failed', failure: failure('name-not-found') })],
      }),
    ],
    says: { certainty: 'likely' },
  },
  {
    check: dnsResolverLocal,
    when: 'both know it',
    probes: [up(993, { followUps: [look('system-resolver', { addresses: ['192.0.2.1'] })] })],
    says: 'passed',
  },
  {
    check: dnsHttpProxy,
    when: 'all mail ports of a web proxy keep silent',
    probes: all('timed-out', proxied),
    says: { args: { network: 'Cloudflare', address: '104.21.3.4' }, certainty: 'likely' },
  },
  {
    check: dnsHttpProxy,
    when: 'a mail port answers there',
    probes: [up(993, proxied), down(143, 'timed-out', proxied)],
    says: 'passed',
  },
  {
    check: dnsHttpProxy,
    when: 'the address is an ordinary one',
    probes: all('timed-out', { addresses: ['192.0.2.1'] }),
    says: 'passed',
  },
  {
    check: dnsMultiAddressOneDead,
    when: 'one of two addresses is dead, on two ports',
    probes: [993, 143].map((port) =>
      up(port, { attempts: [attempt('192.0.2.1', timedOut), attempt('192.0.2.2')] }),
    ),
    says: { args: { dead: ['192.0.2.1'], working: 1, total: 2 }, certainty: 'certain' },
  },
  {
    check: dnsMultiAddressOneDead,
    when: 'a closed port is closed on all addresses',
    probes: [
      up(993, { attempts: [attempt('192.0.2.1'), attempt('192.0.2.2')] }),
      down(143, 'refused', {
        attempts: [attempt('192.0.2.1', failure('refused')), attempt('192.0.2.2', failure('refused'))],
      }),
    ],
    says: 'passed',
  },
  {
    check: dnsMultiAddressOneDead,
    when: 'only IPv6 is dead',
    probes: [up(993, { attempts: [attempt('2001:db8::1', timedOut), attempt('192.0.2.2')] })],
    says: 'passed',
  },
  {
    check: dnsIpv6Unreachable,
    when: 'only IPv6 is dead',
    probes: [up(993, { attempts: [attempt('2001:db8::1', timedOut), attempt('192.0.2.2')] })],
    says: { args: { dead: ['2001:db8::1'] }, severity: 'degraded' },
  },
  {
    check: dnsIpv6Unreachable,
    when: 'this machine has no IPv6',
    probes: [up(993, { attempts: [attempt('2001:db8::1', noRoute), attempt('192.0.2.2')] })],
    says: { severity: 'note' },
  },
  {
    check: dnsIpv6Unreachable,
    when: 'there are no other addresses',
    probes: [probeOf({ fails: ['tcp', noRoute], addresses: ['2001:db8::1'] })],
    says: { severity: 'blocker' },
  },
  {
    check: dnsIpv6Unreachable,
    when: 'one of two IPv6 addresses is dead',
    probes: [up(993, { attempts: [attempt('2001:db8::1', timedOut), attempt('2001:db8::2')] })],
    says: 'passed',
  },
  { check: dnsIpv6Unreachable, when: 'all is well', probes: [up(993)], says: 'passed' },
  {
    check: tcpTimeout,
    when: 'every port keeps silent, said once',
    probes: all('timed-out'),
    says: { args: { ports: [110, 143, 993, 995] } },
  },
  {
    check: tcpTimeout,
    when: 'another port answers',
    probes: [up(993), down(143, 'timed-out')],
    says: 'passed',
  },
  {
    check: tcpTimeout,
    when: 'another port refuses',
    probes: [down(993, 'refused'), down(143, 'timed-out')],
    says: 'passed',
  },
  {
    check: tcpTimeout,
    when: 'the web port answers',
    probes: [down(993, 'timed-out', { followUps: [web] })],
    says: 'passed',
  },
  {
    check: tcpBlockedFirewall,
    when: 'the named port keeps silent and another answers',
    probes: [down(993, 'timed-out', { ...named, followUps: [otherPort(143), otherPort(995, 'timed-out')] })],
    says: { args: { ports: [993] }, certainty: 'likely' },
  },
  {
    check: tcpBlockedFirewall,
    when: 'nobody named the silent port',
    probes: [up(993), down(143, 'timed-out'), down(110, 'timed-out')],
    says: { args: { ports: [110, 143] }, severity: 'note' },
  },
  {
    check: tcpBlockedFirewall,
    when: 'the web port answers',
    probes: [down(993, 'timed-out', { ...named, followUps: [web] })],
    says: { certainty: 'likely' },
  },
  { check: tcpBlockedFirewall, when: 'nothing answers', probes: all('timed-out'), says: 'passed' },
  { check: tcpBlockedFirewall, when: 'all is well', probes: ports.map((port) => up(port)), says: 'passed' },
  {
    check: tcpServiceNotEnabled,
    when: 'the named port refuses and IMAP is open',
    probes: [
      down(995, 'refused', {
        ...named,
        followUps: [otherPort(993), otherPort(143), otherPort(110, 'refused')],
      }),
    ],
    says: { args: { open: [143, 993] }, certainty: 'likely' },
  },
  {
    check: tcpServiceNotEnabled,
    when: 'nobody named the closed ports',
    probes: [up(993), down(143, 'refused'), down(995, 'refused'), down(110, 'refused')],
    says: 'passed',
  },
  { check: tcpServiceNotEnabled, when: 'every port refuses', probes: all('refused'), says: 'passed' },
  {
    check: tcpServiceDown,
    when: 'every port refuses, said once',
    probes: all('refused'),
    says: { args: { ports: [110, 143, 993, 995] }, certainty: 'likely' },
  },
  {
    check: tcpServiceDown,
    when: 'one port refuses and the others are not known',
    probes: [down(993, 'refused', named)],
    says: { certainty: 'possible' },
  },
  {
    check: tcpServiceDown,
    when: 'another port is open',
    probes: [up(993), down(143, 'refused')],
    says: 'passed',
  },
  {
    check: tcpServiceDown,
    when: 'another port was seen open',
    probes: [down(995, 'refused', { ...named, followUps: [otherPort(993)] })],
    says: 'passed',
  },
  { check: tcpServiceDown, when: 'every port keeps silent', probes: all('timed-out'), says: 'passed' },
  {
    check: tcpLoopbackInContainer,
    when: 'localhost refuses',
    probes: all('refused', { host: 'localhost' }),
    says: { certainty: 'likely' },
  },
  {
    check: tcpLoopbackInContainer,
    when: 'the name leads to the machine itself',
    probes: all('refused', { addresses: ['::1', '127.0.0.1'] }),
    says: { certainty: 'likely' },
  },
  {
    check: tcpLoopbackInContainer,
    when: 'localhost answers',
    probes: [up(993, { host: 'localhost' }), down(143, 'refused', { host: 'localhost' })],
    says: 'passed',
  },
  {
    check: tcpLoopbackInContainer,
    when: 'another host refuses',
    probes: all('refused', { addresses: ['192.0.2.1'] }),
    says: 'passed',
  },
  {
    check: policyIpBanned,
    when: 'every port refuses',
    probes: all('refused'),
    says: { certainty: 'possible' },
  },
  {
    check: policyIpBanned,
    when: 'two ports are known to refuse',
    probes: all('refused').slice(0, 2),
    says: 'passed',
  },
  {
    check: policyIpBanned,
    when: 'the port refuses later in the same run',
    probes: [
      probeOf({
        fails: ['tls', failure('closed')],
        followUps: [look('plaintext-look', { outcome: 'failed', failure: failure('refused') })],
      }),
    ],
    says: { certainty: 'likely', severity: 'degraded' },
  },
  {
    check: policyIpBanned,
    when: 'one protocol is closed',
    probes: [up(993), up(143), down(995, 'refused'), down(110, 'refused')],
    says: 'passed',
  },
]

describe('reaching the host', () => {
  test.each(cases.map((one) => [one.check.id, one.when, one] as const))('%s when %s', (_, __, one) => {
    const found = judge(one.check, ...one.probes)
    if (typeof one.says === 'string') expect(found).toBe(one.says)
    else expect(found).toEqual([expect.objectContaining(one.says)])
  })

  test('two hosts of one account are judged apart', () => {
    const other = { host: 'pop.demo.example' }
    const found = judge(tcpServiceDown, up(993), down(995, 'refused', other), down(110, 'refused', other))
    expect(found).toEqual([expect.objectContaining({ args: { ports: [110, 995] } })])
  })
})

describe('networks that carry web traffic only', () => {
  test.each([
    ['104.16.0.1', 'Cloudflare'],
    ['104.27.255.255', 'Cloudflare'],
    ['104.28.0.0', undefined],
    ['2606:4700:3030::6815:304', 'Cloudflare'],
    ['2001:db8::1', undefined],
    ['192.0.2.1', undefined],
  ])('%s: %s', (address, network) => {
    expect(webProxyOf(address)).toBe(network)
  })
})
