import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto'

/** A certificate and its key, both in PEM. */
export interface Certificate {
  readonly certificate: string
  readonly key: string
}

/** An authority of our own, which gives certificates to whom it is told to. */
export interface Authority {
  /** What to trust to trust whatever it gives. */
  readonly certificate: string
  /** A certificate for a name, of a server or of a client. */
  give(name: string): Certificate
}

/** An authority with this name. Node reads certificates and does not make them, so that they are put together here, in DER. */
export function openAuthority(name: string): Authority {
  const keys = newKeys()
  const own = signed({ subject: name, issuer: name, of: keys.publicKey, isAuthority: true }, keys.privateKey)
  return {
    certificate: own,
    give(subject) {
      const { publicKey, privateKey } = newKeys()
      return {
        certificate: signed({ subject, issuer: name, of: publicKey, isAuthority: false }, keys.privateKey),
        key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      }
    },
  }
}

interface Claim {
  readonly subject: string
  readonly issuer: string
  readonly of: KeyObject
  readonly isAuthority: boolean
}

function newKeys() {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' })
}

let serial = 0

// RFC 5280, section 4.1
function signed({ subject, issuer, of, isAuthority }: Claim, by: KeyObject): string {
  serial += 1
  const toBeSigned = sequence(
    tagged(0xa0, integer(2)),
    integer(serial),
    ECDSA_WITH_SHA256,
    named(issuer),
    sequence(utcTime('250101000000Z'), utcTime('491231235959Z')),
    named(subject),
    of.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(isAuthority ? MAY_GIVE_CERTIFICATES : alternativeName(subject))),
  )
  const signature = sign('sha256', toBeSigned, by)
  const der = sequence(toBeSigned, ECDSA_WITH_SHA256, tagged(0x03, Buffer.from([0]), signature))
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}

const COMMON_NAME = Buffer.from('0603550403', 'hex')
const BASIC_CONSTRAINTS = Buffer.from('0603551d13', 'hex')
const SUBJECT_ALTERNATIVE_NAME = Buffer.from('0603551d11', 'hex')
const TRUE = Buffer.from('0101ff', 'hex')

const ECDSA_WITH_SHA256 = sequence(Buffer.from('06082a8648ce3d040302', 'hex'))
const MAY_GIVE_CERTIFICATES = sequence(BASIC_CONSTRAINTS, TRUE, tagged(0x04, sequence(TRUE)))

function alternativeName(dnsName: string): Buffer {
  return sequence(SUBJECT_ALTERNATIVE_NAME, tagged(0x04, sequence(tagged(0x82, Buffer.from(dnsName)))))
}

function named(commonName: string): Buffer {
  return sequence(tagged(0x31, sequence(COMMON_NAME, tagged(0x0c, Buffer.from(commonName)))))
}

function integer(value: number): Buffer {
  return tagged(0x02, Buffer.from([value]))
}

function utcTime(text: string): Buffer {
  return tagged(0x17, Buffer.from(text))
}

function sequence(...content: Buffer[]): Buffer {
  return tagged(0x30, ...content)
}

function tagged(tag: number, ...content: Buffer[]): Buffer {
  const all = Buffer.concat(content)
  return Buffer.concat([Buffer.from([tag]), lengthOf(all.length), all])
}

// the shortest form, which is the only right one
function lengthOf(bytes: number): Buffer {
  if (bytes < 0x80) return Buffer.from([bytes])
  if (bytes < 0x100) return Buffer.from([0x81, bytes])
  return Buffer.from([0x82, bytes >> 8, bytes & 0xff])
}
