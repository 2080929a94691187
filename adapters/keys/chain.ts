import type { KeyObject, X509Certificate } from 'node:crypto';

const LONGEST = 8;

/**
 * The certificate of a key and its issuers, as far as they are among those given, in any order.
 * @returns DER, the key's own first; empty when none is of this key
 */
export function chainOf(publicKey: KeyObject, given: X509Certificate[]): Buffer[] {
  const chain: X509Certificate[] = [];
  let next = newest(given.filter((one) => one.publicKey.equals(publicKey)));
  while (next !== undefined && chain.length < LONGEST) {
    const subject: X509Certificate = next;
    chain.push(subject);
    next = given.find(
      (one) => !chain.includes(one) && subject.checkIssued(one) && subject.verify(one.publicKey),
    );
  }
  return chain.map((certificate) => certificate.raw);
}

/** A certificate that was renewed for the same key: the one that holds longest. */
function newest(certificates: X509Certificate[]): X509Certificate | undefined {
  const end = (one: X509Certificate) => new Date(one.validTo).getTime();
  return certificates.toSorted((a, b) => end(b) - end(a))[0];
}
