#!/usr/bin/env node
// Checks receipts, proofs, receipt bundles, sealed PDFs, submission bundles and packages of them of Gongmun without its operator.
// One file, nothing but Node 20 or newer; what is checked, and why, is written in docs/evidence.md.
//
//   node verify.mjs FILE [--keys FILE] [--offline] [--issuer URL] [--witness VKEY]… [--json]
//
// Exit 0: genuine. 1: not genuine. 2: cannot tell.
//
// From top to bottom: words · limits and verdicts · JSON · keys · JWS · receipt · log, checkpoint, proof ·
// receipt bundle · DER · CMS · PDF · zip · bundle · packages · which of them it is · command line.

import { createHash, createPublicKey, verify as verifySignature } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { inflateSync } from 'node:zlib';

// ── Words ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What an event means; an event that is not here is named as it is. */
const EVENTS = {
  SubmissionAcceptance: 'the document was received: this is the legal receipt',
  SubmissionRejection: 'the document was rejected for technical reasons',
  ConsignmentAcceptance: 'the document was entered in the office’s register',
  ConsignmentRejection: 'the document was returned to its sender',
  ContentHandover: 'the recipient opened the document for the first time',
  ContentAccessTracking: 'the document was opened again',
  ContentConsignment: 'a reply or an official document was placed in the recipient’s mailbox',
  ConsignmentNotification: 'a notice was delivered',
  ConsignmentNotificationFailure: 'a notice could not be delivered',
  RelayAcceptance: 'the document was transferred to another office',
  Assigned: 'an official was put in charge',
  Reassigned: 'another official was put in charge',
  UnitInvolved: 'another unit was asked to contribute',
  UnitContributed: 'another unit contributed',
  SupplementRequested: 'the party was asked to supplement the document',
  SupplementReceived: 'a supplement was received',
  SupplementPeriodExtended: 'the party was given more time for the supplement',
  SupplementMissed: 'the supplement did not come in time',
  Expired: 'the procedure expired because the supplement did not come',
  ClosedUndeliverable: 'the procedure was closed because requests could not be delivered',
  ClockSuspended: 'the clock was stopped',
  ClockResumed: 'the clock runs again',
  DeadlineExtended: 'the due date was extended',
  DeadlineRecalculated: 'the due date was counted anew',
  DeadlineApproaching: 'the due date comes near',
  DeadlinePassed: 'the due date passed',
  ProgressNotified: 'the party was told how things stand',
  DecisionDrafted: 'a decision was drafted',
  DecisionApproved: 'a drafted decision was approved',
  DecisionSentBack: 'a drafted decision was sent back',
  DecisionRecorded: 'the document was decided',
  DecisionCorrected: 'a mistake in the decision was corrected',
  NeverOpened: 'nobody had opened the document',
  NeverAssigned: 'nobody had been put in charge',
  StillOverdue: 'the document was still overdue',
  ReplyRead: 'the party read the reply',
  ReplyNeverRead: 'the party had not read the reply',
  Withdrawn: 'the party withdrew the document',
  Closed: 'the procedure was closed',
  DocumentProposed: 'an official document was put forward for approval',
  DocumentReviewed: 'one of its line agreed to an official document',
  DocumentSentBack: 'an official document was sent back to its drafter',
  DocumentRegistered:
    'an official document was approved and entered in the register of what the office sends',
  DocumentDispatched: 'an official document was dispatched',
  DocumentRecalled: 'an official document was recalled from those who had not opened it',
  DocumentAcknowledged: 'the recipient said that the official document was received',
  DocumentNeverRead: 'the recipient had not opened the official document',
  DeliveryRecalled: 'the official document was recalled from the recipient',
  RemovalAnnounced: 'the recipient was told when the official document would leave the mailbox',
  DocumentRemoved: 'the official document left the mailbox',
  HoldSet: 'a hold was set: it must not be disposed of',
  HoldReleased: 'a hold was released',
  DisposalDue: 'its retention was over',
  DisposalReviewed: 'a named person reviewed what becomes of it',
  RecordTransferred: 'an archive has it',
  DisposalBegun: 'the destruction of its content began',
  Disposed: 'its content was destroyed: this is the certificate',
  CommandOvertaken: 'an act came too late to be carried out',
};

const CAPACITIES = {
  party: 'the party',
  official: 'an official',
  system: 'the system itself',
  auditor: 'an auditor',
  operator: 'an operator',
  form_admin: 'an administrator of forms',
};

const KINDS = {
  receipt: 'a receipt',
  proof: 'a proof',
  'receipt-bundle': 'a receipt with its proof',
  pdf: 'a sealed PDF',
  bundle: 'a bundle',
  record: 'a record as it is given to an archive',
  mail: 'a document of a mailbox',
  export: 'what a party took along',
  unknown: 'a file of no kind that is known here',
};

/** A text of the file as it may be shown: short, and without characters that would steer a terminal. */
function shown(text) {
  const short = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  return short.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '�');
}

const lookUp = (words, name) => (Object.hasOwn(words, name) ? words[name] : undefined);

const OF_DOCUMENT = ['Proposed', 'Reviewed', 'SentBack', 'Registered', 'Dispatched', 'Recalled'];
const OF_DELIVERY = [
  ...['ConsignmentNotification', 'DocumentAcknowledged', 'DocumentNeverRead', 'DeliveryRecalled'],
  ...['RemovalAnnounced', 'DocumentRemoved'],
];

/** Whose chain it is: a submission's, an official document's, or that of one recipient's delivery of it. */
function subjectOf({ event, facts = {} }) {
  const starts = (value, text) => typeof value === 'string' && value.startsWith(text);
  if (OF_DOCUMENT.some((act) => event === `Document${act}`)) return 'official document';
  if (OF_DELIVERY.includes(event) || isText(facts.document) || starts(facts.kind, 'document_'))
    return 'delivery of an official document';
  // What offices send has numbers of its own, in which a slash follows the office.
  if (isText(facts.number) && facts.number.includes('/')) return 'official document';
  return lookUp(EVENTS, event) === undefined || /^Hold|^Disposal|^Dispos|^Record/.test(event)
    ? 'submission or official document'
    : 'submission';
}

/** What a receipt says, in words. */
function tellEvidence({ evidence, digest, kid }) {
  const { actor, facts = {}, reasons = [] } = evidence;
  const event = lookUp(EVENTS, evidence.event);
  const who = [
    lookUp(CAPACITIES, actor.capacity) ?? `somebody as ${shown(actor.capacity)}`,
    ` (${shown(actor.id)})`,
    ...(actor.office === undefined ? [] : [` of the office ${shown(actor.office)}`]),
    ...(actor.organisation === undefined ? [] : [`, for the organisation ${shown(actor.organisation)}`]),
    ...(actor.for === undefined ? [] : [`, in the place of ${shown(actor.for)}`]),
  ];
  return [
    `What happened: ${event === undefined ? shown(evidence.event) : `${event} (${evidence.event})`}.`,
    `When: ${evidence.at} (UTC, by the issuer’s clock).`,
    `To which ${subjectOf(evidence)}: ${shown(evidence.submission)}; this is number ${evidence.sequence} of its receipts.`,
    `Who acted: ${who.join('')}.`,
    ...Object.entries(facts).map(([name, value]) => `Stated: ${shown(name)} = ${shown(String(value))}.`),
    ...reasons.map(({ code }) => `Reason: ${shown(code)}.`),
    ...(evidence.content === undefined ? [] : [`Fingerprint of the content: ${evidence.content}.`]),
    ...(evidence.previous === undefined
      ? ['It is the first: no receipt comes before it.']
      : [`It follows the receipt with the fingerprint ${evidence.previous}.`]),
    `The issuer signed this with its key ${kid}; not one character was changed since. Fingerprint: ${digest}.`,
  ];
}

/** What the log adds, in words. */
function tellProof(what, { proof, kid, checkpoint }, office) {
  const { size, time, registers, cosignatures } = checkpoint;
  const mine = registers.filter((one) => one.office === office);
  return [
    `${what} is entry ${proof.index + 1} of ${size} in the public log ${shown(checkpoint.origin)}, as the log stated at ${time}.`,
    `The log signed that statement with its key ${checkpoint.kid}; the proof was signed with the issuer’s key ${kid}.`,
    ...mine.map(
      ({ register, year, highest }) =>
        `The highest number in the register of ${register === 'outgoing' ? `what ${office} sent` : office} of ${year} was then ${highest}.`,
    ),
    ...(mine.length === 0 && registers.length > 0
      ? [`The statement names the highest number of ${registers.length} registers.`]
      : []),
    ...cosignatures,
    ...(proof.timestamp === undefined
      ? []
      : ['A time stamp (RFC 3161) is attached; this program does not check it: `openssl ts -verify` does.']),
  ];
}

// ── Limits and verdicts ─────────────────────────────────────────────────────────────────────────────────────────────

const MiB = 1024 * 1024;
const LIMITS = { json: 4 * MiB, levels: 32, pdf: 64 * MiB, zip: 512 * MiB, embedded: MiB, keys: 256 * 1024 };
const MOST_FAULTS = 20;
const MOST_SENTENCES = 1000;

/** A check failed: the file is not genuine. */
class Fault extends Error {}
/** It is none of the formats, or larger than is read here: that cannot be told. */
class Unknown extends Error {}

function must(condition, sentence) {
  if (!condition) throw new Fault(sentence);
}

function withinLimit(bytes, limit, what) {
  if (bytes.length > limit) throw new Unknown(`${what} is larger than ${limit / MiB} MiB; it is not read.`);
}

/** What is known while one file is checked: whose keys are trusted, what was found. */
function newCheck({ keys, witnesses = [], issuer } = {}) {
  return {
    trusted: trustedKeys(keys),
    carried: [],
    witnesses,
    /** Whose the file must be, when that was asked; and whose it says it is. */
    expected: issuer?.replace(/\/$/, ''),
    issuer: undefined,
    proved: [],
    faults: [],
    untrusted: new Set(),
  };
}

/** Runs a check of one part and goes on with the next one whatever comes of it. */
function inPart(check, part, run) {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    check.faults.push(`${part}: ${error.message}`);
    return undefined;
  }
}

/** Adds what was proved. */
function tell(check, sentences) {
  for (const sentence of sentences) check.proved.push(sentence);
}

function issuedBy(check, issuer) {
  must(
    check.expected === undefined || check.expected === issuer,
    `It was issued by ${shown(issuer)}, not by ${check.expected}.`,
  );
  check.issuer = issuer;
}

// ── JSON: RFC 8785 of strings, booleans, integers, arrays and objects ───────────────────────────────────────────────

/** How many brackets are open at once, outside strings; found before a parser is let near it. */
function levels(bytes) {
  let open = 0;
  let most = 0;
  let inString = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (inString) {
      if (byte === 0x5c) i++;
      else if (byte === 0x22) inString = false;
    } else if (byte === 0x22) inString = true;
    else if (byte === 0x7d || byte === 0x5d) open--;
    else if (byte === 0x7b || byte === 0x5b) {
      open++;
      if (open > most) most = open;
    }
  }
  return most;
}

/** @throws Unknown over the limits, Fault where it is not JSON in UTF-8 */
function parseJson(bytes, what) {
  withinLimit(bytes, LIMITS.json, what);
  if (levels(bytes) > LIMITS.levels)
    throw new Unknown(`${what} is nested deeper than ${LIMITS.levels} levels; it is not read.`);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw new Fault(`${what} is no readable JSON: it was cut off or changed.`);
  }
}

/** The one form in which RFC 8785 writes a value. */
function canonical(value) {
  if (typeof value === 'string') {
    must(value.isWellFormed(), 'A text holds half a character.');
    return JSON.stringify(value);
  }
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    must(Number.isSafeInteger(value), 'A number is no integer, or too large.');
    return String(value);
  }
  must(typeof value === 'object' && value !== null, 'A value is null.');
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const members = Object.keys(value).sort();
  return `{${members.map((name) => `${canonical(name)}:${canonical(value[name])}`).join(',')}}`;
}

const canonicalBytes = (value) => Buffer.from(canonical(value));

function readJson(bytes, what) {
  const value = parseJson(bytes, what);
  must(
    canonicalBytes(value).equals(bytes),
    `${what} is not written in the one canonical form: it was changed.`,
  );
  return value;
}

/** Holds an object against what its members must be; `name?` may be missing. */
function members(value, shape, what) {
  must(typeof value === 'object' && value !== null && !Array.isArray(value), `${what} is no object.`);
  const known = Object.keys(shape).map((name) => name.replace('?', ''));
  for (const name of Object.keys(value))
    must(known.includes(name), `${what} has a member that does not belong there: ${shown(name)}.`);
  for (const [name, isRight] of Object.entries(shape)) {
    const plain = name.replace('?', '');
    if (!Object.hasOwn(value, plain)) must(name.endsWith('?'), `${what} lacks ${plain}.`);
    else must(isRight(value[plain]), `${what}: ${plain} is not as it must be.`);
  }
  return value;
}

const isText = (value) => typeof value === 'string' && value !== '';
const isString = (value) => typeof value === 'string';
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const isCount = (value) => Number.isSafeInteger(value) && value >= 0;
const isPositive = (value) => Number.isSafeInteger(value) && value >= 1;
const isDigest = (value) => decode(value, 'base64url')?.length === 32;
const isHash = (value) => decode(value, 'base64')?.length === 32;
const isOneOf =
  (...values) =>
  (value) =>
    values.includes(value);
const isListOf = (isRight) => (value) => Array.isArray(value) && value.every(isRight);

/** An instant in the only form there is; 30 February is none. */
function isInstant(value) {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value)) return false;
  const date = new Date(value);
  return !Number.isNaN(date.getTime()) && date.toISOString() === value;
}

/** base64 or base64url in its only canonical form; undefined where it is not, or empty. */
function decode(text, encoding) {
  if (!isText(text)) return undefined;
  const bytes = Buffer.from(text, encoding);
  return bytes.toString(encoding) === text ? bytes : undefined;
}

const sha256 = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const digestOf = (...parts) => sha256(...parts).toString('base64url');

// ── Keys ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What the thumbprint of RFC 7638 is made of, by the type of key. */
const KEY_MEMBERS = { OKP: ['crv', 'kty', 'x'], RSA: ['e', 'kty', 'n'], EC: ['crv', 'kty', 'x', 'y'] };
const KEY_TYPES = { evidence: ['OKP'], log: ['OKP'], seal: ['RSA', 'EC'] };

function thumbprint(jwk) {
  const members = KEY_MEMBERS[jwk.kty].map((name) => [name, jwk[name]]);
  return digestOf(JSON.stringify(Object.fromEntries(members)));
}

/**
 * A public key that may sign for its purpose.
 * @returns kid, purpose, the key, and of Ed25519 its 32 bytes
 */
function readKey(jwk) {
  must(isObject(jwk) && isText(jwk.purpose) && isText(jwk.kty), 'A key is not as it must be.');
  const { purpose, kty } = jwk;
  must(lookUp(KEY_TYPES, purpose)?.includes(kty), 'A key is of the wrong kind for its purpose.');
  for (const name of KEY_MEMBERS[kty].filter((one) => one !== 'kty'))
    must(isText(jwk[name]), `A key lacks ${name}.`);
  const sizes = { x: decode(jwk.x, 'base64url')?.length, y: decode(jwk.y, 'base64url')?.length };
  if (kty === 'OKP') must(jwk.crv === 'Ed25519' && sizes.x === 32, 'A key is no Ed25519 key.');
  if (kty === 'EC') must(jwk.crv === 'P-256' && sizes.x === 32 && sizes.y === 32, 'A key is no P-256 key.');
  if (kty === 'RSA') must(decode(jwk.n, 'base64url') && decode(jwk.e, 'base64url'), 'A key is no RSA key.');
  must(jwk.kid === thumbprint(jwk), 'A key is not named by its thumbprint.');
  const key = publicKey({
    key: Object.fromEntries(KEY_MEMBERS[kty].map((name) => [name, jwk[name]])),
    format: 'jwk',
  });
  if (kty === 'RSA') must(key.asymmetricKeyDetails.modulusLength >= 2048, 'An RSA key is too short.');
  return { kid: jwk.kid, purpose, key, ...(kty === 'OKP' ? { raw: Buffer.from(jwk.x, 'base64url') } : {}) };
}

function publicKey(source) {
  try {
    return createPublicKey(source);
  } catch {
    throw new Fault('A key is no key.');
  }
}

/** The keys of a published JWK set that may be trusted; what is not usable is passed over. */
function trustedKeys(set) {
  if (!isObject(set) || !Array.isArray(set.keys)) return [];
  return set.keys.flatMap((jwk) => {
    try {
      return [readKey(jwk)];
    } catch {
      return [];
    }
  });
}

/** Keys that a file brings along: its own word, but well-formed. */
function carriedKeys(list, what) {
  must(Array.isArray(list), `${what} is no list.`);
  const keys = list.map((jwk) => {
    const key = readKey(jwk);
    const names = [...KEY_MEMBERS[jwk.kty], 'kid', 'purpose'];
    members(jwk, Object.fromEntries(names.map((name) => [name, isText])), 'A key');
    return key;
  });
  const names = keys.map(({ kid, purpose }) => `${kid} ${purpose}`);
  must(new Set(names).size === names.length, `${what} holds a key twice.`);
  return keys;
}

/**
 * The key that a signature names, among `candidates(key)`: trusted for this purpose, or else the file's own.
 * Undefined where nobody has it. Whether it is trusted is noted in the check.
 */
function signingKey(check, purpose, isNamed, name) {
  const trusted = check.trusted.filter(isNamed);
  const right = trusted.find((key) => key.purpose === purpose);
  if (right !== undefined) return right;
  must(
    trusted.length === 0,
    `${name} is trusted, but not to sign this: its purpose is ${trusted[0]?.purpose}.`,
  );
  check.untrusted.add(
    `${name}, which signed this (${purpose}), is not among the keys that are trusted here.`,
  );
  return check.carried.find((key) => key.purpose === purpose && isNamed(key));
}

function holds(algorithm, data, key, signature) {
  try {
    return verifySignature(algorithm, data, key, signature);
  } catch {
    return false;
  }
}

// ── JWS: compact, EdDSA ─────────────────────────────────────────────────────────────────────────────────────────────

/**
 * Checks that `jws` is the signature over exactly these bytes.
 * @returns the kid of the key
 */
function checkJws(check, jws, typ, payload, what) {
  must(isText(jws), `The signature of ${what} is no text.`);
  const [head, body, tail, ...rest] = jws.split('.', 4);
  const segments = [head, body, tail].map((segment) => decode(segment, 'base64url'));
  must(
    rest.length === 0 && segments.every((one) => one !== undefined),
    `The signature of ${what} is not well-formed.`,
  );
  const [headerBytes, payloadBytes, signature] = segments;
  const header = members(
    readJson(headerBytes, `The header of the signature of ${what}`),
    { alg: isOneOf('EdDSA'), kid: isDigest, typ: isOneOf(typ) },
    `The header of the signature of ${what}`,
  );
  must(payload.equals(payloadBytes), `What was signed is not what ${what} says.`);
  const key = signingKey(check, 'evidence', ({ kid }) => kid === header.kid, `The key ${header.kid}`);
  const right = key === undefined || holds(null, Buffer.from(`${head}.${body}`), key.key, signature);
  must(
    signature.length === 64 && right,
    `The signature of ${what} is wrong: it was changed, or signed by somebody else.`,
  );
  return header.kid;
}

// ── Receipt ─────────────────────────────────────────────────────────────────────────────────────────────────────────

const isFacts = (value) =>
  isObject(value) && Object.values(value).every((fact) => isString(fact) || Number.isSafeInteger(fact));
const isAddress = (value) => isString(value) && /^https?:\/\/./.test(value);

function readEvidence(value) {
  members(
    value,
    {
      v: isOneOf(1),
      id: isText,
      event: isText,
      at: isInstant,
      issuer: isAddress,
      submission: isText,
      sequence: isPositive,
      actor: isObject,
      'content?': isDigest,
      'reasons?': Array.isArray,
      'facts?': isFacts,
      'previous?': isDigest,
    },
    'The evidence',
  );
  members(
    value.actor,
    { id: isText, capacity: isText, 'office?': isText, 'organisation?': isText, 'for?': isText },
    'The actor of the evidence',
  );
  for (const reason of value.reasons ?? [])
    members(reason, { code: isText, 'text?': isDigest }, 'A reason of the evidence');
  must(
    (value.previous === undefined) === (value.sequence === 1),
    'A receipt that is not the first must name the one before it, and only such a one.',
  );
  return value;
}

/** @returns the evidence, its digest, and the kid of the key that signed it */
function checkReceipt(check, value) {
  const { evidence, digest, jws } = members(
    value,
    { format: isOneOf('gongmun-receipt/1'), evidence: isObject, digest: isDigest, jws: isText },
    'The receipt',
  );
  readEvidence(evidence);
  const payload = canonicalBytes(evidence);
  must(digestOf(payload) === digest, 'The fingerprint of the receipt is not that of what it says.');
  issuedBy(check, evidence.issuer);
  const kid = checkJws(check, jws, 'gongmun-evidence+jws', payload, 'the receipt');
  return { evidence, digest, kid };
}

const PART = { part: isText, sha256: isDigest };

/** The salted digest of what was said; parts are `{part, sha256}`. */
function contentDigest(parts, salt) {
  must(isDigest(salt), 'The salt is not 32 bytes.');
  return digestOf(canonical({ parts: parts.map(({ part, sha256 }) => ({ part, sha256 })), salt }));
}

// ── Log, checkpoint, proof ──────────────────────────────────────────────────────────────────────────────────────────

const originOf = (issuer) => `${issuer.replace(/^https?:\/\//, '').replace(/\/$/, '')}/log`;
const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);
const SIGNS_NOTES = Buffer.of(0x0a, 0x01);
const COSIGNS_NOTES = Buffer.of(0x0a, 0x04);

const keyId = (name, type, raw) => sha256(Buffer.from(name), type, raw).subarray(0, 4);

/** The root that follows from a leaf and its path (RFC 9162 §2.1.3.2); undefined where the path does not fit. */
function rootFrom(leaf, index, size, path) {
  let hash = leaf;
  let position = index;
  let last = size - 1;
  const up = () => {
    position = Math.floor(position / 2);
    last = Math.floor(last / 2);
  };
  for (const sibling of path) {
    if (last === 0) return undefined;
    if (position % 2 === 1 || position === last) {
      hash = sha256(NODE, sibling, hash);
      while (position % 2 === 0 && position !== 0) up();
    } else hash = sha256(NODE, hash, sibling);
    up();
  }
  return last === 0 ? hash : undefined;
}

/** A signed note as C2SP tlog-checkpoint has it, without its signatures being checked. */
function readNote(text) {
  const end = text.indexOf('\n\n');
  must(end > 0 && text.endsWith('\n'), 'The checkpoint is no signed note.');
  const body = text.slice(0, end + 1);
  const [origin, size, root, time, ...registers] = text.slice(0, end).split('\n');
  const lines = text.slice(end + 2, -1).split('\n');
  must(lines.length <= 64, 'The checkpoint has more than 64 signatures.');
  must(/^[^\s+]+\/log$/.test(origin), 'The origin of the checkpoint is not that of a log.');
  must(/^[1-9]\d{0,15}$/.test(size) && isPositive(Number(size)), 'The size of the checkpoint is no number.');
  must(isHash(root), 'The root of the checkpoint is no hash.');
  must(time?.startsWith('time ') && isInstant(time.slice(5)), 'The time of the checkpoint is no instant.');
  return {
    body,
    origin,
    size: Number(size),
    root: Buffer.from(root, 'base64'),
    time: time.slice(5),
    registers: readRegisters(registers),
    signatures: lines.map(readSignatureLine),
  };
}

/** First the registers of what came, then those of what offices sent, each by office and year. */
function readRegisters(lines) {
  let before = ['', '', ''];
  return lines.map((line) => {
    const [, register, office, year, number] =
      /^(register|outgoing) ([a-z0-9-]+) (\d{4}) ([1-9]\d{0,15})$/.exec(line) ?? [];
    const highest = Number(number);
    must(isPositive(highest), 'A line of the checkpoint on a register is not as it must be.');
    const place = [register === 'outgoing' ? '1' : '0', office, year];
    const differs = place.findIndex((part, at) => part !== before[at]);
    must(
      differs >= 0 && place[differs] > before[differs],
      'The registers of the checkpoint are not in order.',
    );
    before = place;
    return { register, office, year, highest };
  });
}

function readSignatureLine(line) {
  const [, name, encoded] = /^— ([^\s+]+) (\S+)$/.exec(line) ?? [];
  const bytes = decode(encoded, 'base64');
  must(bytes !== undefined && bytes.length > 4, 'A signature of the checkpoint is not well-formed.');
  return { name, id: bytes.subarray(0, 4), signature: bytes.subarray(4) };
}

/** @returns the note with the kid of the log's key and what witnesses add, in words */
function checkCheckpoint(check, text) {
  const note = readNote(text);
  const body = Buffer.from(note.body);
  const [own, ...others] = note.signatures;
  must(own.name === note.origin, 'The first signature of the checkpoint is not the log’s own.');
  const isNamed = ({ raw }) => raw !== undefined && keyId(own.name, SIGNS_NOTES, raw).equals(own.id);
  const key = signingKey(check, 'log', isNamed, `The log’s key with the id ${own.id.toString('hex')}`);
  const right = key === undefined || holds(null, body, key.key, own.signature);
  must(own.signature.length === 64 && right, 'The log’s signature of the checkpoint is wrong.');
  const cosignatures = check.witnesses.map((witness) => tellWitness(witness, others, body));
  return { ...note, kid: key?.kid, ownId: own.id, cosignatures };
}

function tellWitness(witness, signatures, body) {
  const mine = signatures.filter(({ name, id }) => name === witness.name && id.equals(witness.id));
  if (mine.length === 0) return `The witness ${shown(witness.name)} has not countersigned that statement.`;
  const seconds = mine.map(({ signature }) => {
    must(signature.length === 72, `The countersignature of ${shown(witness.name)} is not well-formed.`);
    const at = signature.readBigUInt64BE();
    const signed = Buffer.concat([Buffer.from(`cosignature/v1\ntime ${at}\n`), body]);
    const right = holds(null, signed, witness.key, signature.subarray(8));
    must(right, `The countersignature of ${shown(witness.name)} is wrong.`);
    return at;
  });
  return `The witness ${shown(witness.name)} countersigned that statement at ${instantOf(seconds[0])}.`;
}

function instantOf(seconds) {
  const date = new Date(Number(seconds) * 1000);
  return Number.isNaN(date.getTime()) ? `second ${seconds} of POSIX time` : date.toISOString();
}

/**
 * A witness's public key in the form of C2SP signed-note: `name+keyid+base64(0x04 ‖ key)`.
 * @throws Error where it is not
 */
function readWitness(vkey) {
  const [, name, id, encoded] = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(vkey) ?? [];
  const bytes = decode(encoded, 'base64');
  if (bytes?.length !== 33 || bytes[0] !== 4) throw new Error(`${vkey} is not the key of a witness.`);
  const raw = bytes.subarray(1);
  if (keyId(name, COSIGNS_NOTES, raw).toString('hex') !== id) throw new Error(`${vkey} has another key id.`);
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') };
  return { name, id: Buffer.from(id, 'hex'), key: createPublicKey({ key: jwk, format: 'jwk' }) };
}

/**
 * @param expected the kind and digest that must have been proved, and the issuer of the log; undefined for a proof alone
 * @returns the proof, its checkpoint, and the kid of the key that signed it
 */
function checkProof(check, value, expected) {
  const { proof, jws } = members(
    value,
    { format: isOneOf('gongmun-proof/1'), proof: isObject, jws: isText },
    'The proof',
  );
  members(
    proof,
    {
      kind: (kind) => isString(kind) && /^[a-z]+$/.test(kind),
      digest: isDigest,
      index: isCount,
      size: isPositive,
      path: isListOf(isHash),
      checkpoint: isText,
      'timestamp?': (token) => decode(token, 'base64') !== undefined,
    },
    'The proof',
  );
  const kid = checkJws(check, jws, 'gongmun-proof+jws', canonicalBytes(proof), 'the proof');
  const checkpoint = checkCheckpoint(check, proof.checkpoint);
  const { kind, digest, index, size } = proof;
  must(size === checkpoint.size && index < size, 'The proof does not fit the size of the log.');
  const path = proof.path.map((hash) => Buffer.from(hash, 'base64'));
  const root = rootFrom(sha256(LEAF, `${kind}:${digest}`), index, size, path);
  must(root?.equals(checkpoint.root), 'The path of the proof does not lead to the root that the log stated.');
  if (expected !== undefined) {
    must(kind === expected.kind && digest === expected.digest, 'The proof is that of something else.');
    must(checkpoint.origin === originOf(expected.issuer), 'The proof is from the log of another issuer.');
  }
  return { proof, kid, checkpoint };
}

// ── Receipt bundle ──────────────────────────────────────────────────────────────────────────────────────────────────

function checkReceiptBundle(check, value) {
  members(
    value,
    {
      format: isOneOf('gongmun-receipt-bundle/1'),
      receipt: isObject,
      proof: isObject,
      keys: Array.isArray,
      'content?': isObject,
    },
    'The receipt bundle',
  );
  check.carried = carriedKeys(value.keys, 'The list of keys');
  const receipt = checkReceipt(check, value.receipt);
  const { evidence, digest } = receipt;
  const proof = checkProof(check, value.proof, { kind: 'evidence', digest, issuer: evidence.issuer });
  mustCarryWhoSigned(check.carried, receipt, proof);
  tell(check, [...tellEvidence(receipt), ...tellProof('The receipt', proof, officeOf(evidence))]);
  if (value.content === undefined) return receipt;
  const { parts, salt } = members(
    value.content,
    { parts: isListOf(isObject), salt: isDigest },
    'The content',
  );
  for (const part of parts) members(part, PART, 'A part of the content');
  must(contentDigest(parts, salt) === evidence.content, 'The content is not that of the receipt.');
  tell(check, [
    'The fingerprint of the content was made of the SHA-256 (base64url) of exactly these parts:',
    ...parts.map(({ part, sha256 }) => `Part ${shown(part)}: ${sha256}.`),
  ]);
  return receipt;
}

/** Exactly the keys that signed, in order: else one could be taken out or put in and nobody would notice. */
function mustCarryWhoSigned(carried, receipt, proof) {
  const kids = [...new Set([receipt.kid, proof.kid])];
  const log = carried.at(-1);
  const right =
    carried.length === kids.length + 1 &&
    kids.every((kid, i) => carried[i].kid === kid && carried[i].purpose === 'evidence') &&
    log.purpose === 'log' &&
    keyId(proof.checkpoint.origin, SIGNS_NOTES, log.raw).equals(proof.checkpoint.ownId);
  must(right, 'The keys in the file are not exactly those that signed.');
}

const officeOf = ({ facts, actor }) => facts?.office ?? actor.office;

// ── DER: definite lengths, each in its shortest form ────────────────────────────────────────────────────────────────

const SEQUENCE = 0x30;
const SET = 0x31;
const INTEGER = 0x02;
const OCTETS = 0x04;
const TAGGED = 0xa0;

/** One value: its tag, all its bytes, and those of its contents. Nothing may follow it when it is read alone. */
function readDer(bytes, at = 0) {
  const [tag, first] = [bytes[at], bytes[at + 1]];
  must(
    tag !== undefined && first !== undefined && (tag & 0x1f) !== 0x1f,
    'The signature of the PDF is cut off.',
  );
  const more = first < 0x80 ? 0 : first - 0x80;
  must(first < 0x80 || (more >= 1 && more <= 4), 'The signature of the PDF is not in DER.');
  const start = at + 2 + more;
  must(start <= bytes.length, 'The signature of the PDF is cut off.');
  const length = more === 0 ? first : bytes.readUIntBE(at + 2, more);
  const shortest = more === 0 || (length >= 0x80 && bytes[at + 2] !== 0);
  must(shortest && start + length <= bytes.length, 'The signature of the PDF is not in DER, or cut off.');
  return { tag, all: bytes.subarray(at, start + length), contents: bytes.subarray(start, start + length) };
}

/** The values inside one of this tag, at most so many. */
function inside(node, tag, most) {
  must(node?.tag === tag, 'The signature of the PDF is not made as it must be.');
  const nodes = [];
  for (let at = 0; at < node.contents.length; at += nodes.at(-1).all.length) {
    must(nodes.length < most, 'The signature of the PDF holds more than it may.');
    nodes.push(readDer(node.contents, at));
  }
  return nodes;
}

/** Exactly so many values. */
function exactly(node, tag, count) {
  const nodes = inside(node, tag, count);
  must(nodes.length === count, 'The signature of the PDF lacks something.');
  return nodes;
}

function mustBe(node, hex, what) {
  must(node?.all.toString('hex') === hex, `The signature of the PDF: ${what} is not as it must be.`);
}

// ── CMS: one SignedData, made in the only way there is ──────────────────────────────────────────────────────────────

const ID_DATA = '06092a864886f70d010701';
const ID_SIGNED_DATA = '06092a864886f70d010702';
const ID_CONTENT_TYPE = '06092a864886f70d010903';
const ID_MESSAGE_DIGEST = '06092a864886f70d010904';
const ID_SIGNING_CERTIFICATE = '060b2a864886f70d010910022f';
const SHA_256 = '300d06096086480165030402010500';
const SHA_256_WITH_RSA = '300d06092a864886f70d01010b0500';
const ECDSA_WITH_SHA_256 = '300a06082a8648ce3d040302';
const VERSION_1 = '020101';
const MOST_CERTIFICATES = 10;
const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/**
 * Checks a PAdES B-B signature over what has this SHA-256.
 * @returns the kid of the key
 */
function checkCms(check, der, digest) {
  const [type, wrapped] = exactly(readDer(der), SEQUENCE, 2);
  mustBe(type, ID_SIGNED_DATA, 'its type');
  const [signedData] = exactly(wrapped, TAGGED, 1);
  const [version, algorithms, content, list, signers] = exactly(signedData, SEQUENCE, 5);
  mustBe(version, VERSION_1, 'its version');
  mustBe(exactly(algorithms, SET, 1)[0], SHA_256, 'the digest');
  mustBe(exactly(content, SEQUENCE, 1)[0], ID_DATA, 'what it says of the content');
  const certificates = inside(list, TAGGED, MOST_CERTIFICATES);
  must(certificates.length > 0, 'The signature of the PDF holds no certificate.');
  const signer = exactly(exactly(signers, SET, 1)[0], SEQUENCE, 6);
  const [signerVersion, name, signerDigest, attributes, algorithm, signature] = signer;
  mustBe(signerVersion, VERSION_1, 'the signer’s version');
  mustBe(signerDigest, SHA_256, 'the signer’s digest');
  const certificate = readCertificate(certificates[0]);
  const named = exactly(name, SEQUENCE, 2);
  mustBe(named[0], certificate.issuer.all.toString('hex'), 'whose certificate it names');
  mustBe(named[1], certificate.serial.all.toString('hex'), 'which certificate it names');
  checkAttributes(attributes, certificates, digest);
  must(signature.tag === OCTETS, 'The signature of the PDF is not made as it must be.');
  // What is signed is the set itself, not the tag under which it stands here (RFC 5652 §5.4).
  const signed = Buffer.concat([Buffer.of(SET), attributes.all.subarray(1)]);
  return checkSeal(check, certificate.key, algorithm, signed, signature.contents);
}

/** Of a certificate only this matters: the trusted key decides, not who certified it. */
function readCertificate(node) {
  const [tbs] = exactly(node, SEQUENCE, 3);
  const fields = inside(tbs, SEQUENCE, 16);
  const [serial, , issuer, , , key] = fields[0]?.tag === TAGGED ? fields.slice(1) : fields;
  must(
    serial?.tag === INTEGER && issuer !== undefined && key !== undefined,
    'A certificate is no certificate.',
  );
  return { serial, issuer, key: publicKey({ key: key.all, format: 'der', type: 'spki' }) };
}

function checkAttributes(attributes, certificates, digest) {
  const found = exactly(attributes, TAGGED, 3);
  found.reduce((before, one) => {
    must(Buffer.compare(before.all, one.all) < 0, 'The signed attributes of the PDF are not in order.');
    return one;
  });
  const values = new Map(
    found.map((attribute) => {
      const [type, value] = exactly(attribute, SEQUENCE, 2);
      return [type.all.toString('hex'), exactly(value, SET, 1)[0]];
    }),
  );
  mustBe(values.get(ID_CONTENT_TYPE), ID_DATA, 'the attribute contentType');
  const said = values.get(ID_MESSAGE_DIGEST);
  must(said !== undefined, 'The signature of the PDF lacks the digest of the file.');
  const unchanged = said.all.equals(Buffer.concat([Buffer.of(OCTETS, 32), digest]));
  must(unchanged, 'The PDF was changed after it was sealed.');
  const [list] = exactly(values.get(ID_SIGNING_CERTIFICATE), SEQUENCE, 1);
  const named = exactly(list, SEQUENCE, certificates.length);
  for (const [i, entry] of named.entries()) {
    const [hash, serial] = inside(entry, SEQUENCE, 2);
    mustBe(hash, `0420${sha256(certificates[i].all).toString('hex')}`, 'the hash of a certificate');
    must(
      serial === undefined || serial.tag === SEQUENCE,
      'The signature of the PDF names a certificate wrongly.',
    );
  }
}

/** The signature itself, by the seal key that the certificate holds. */
function checkSeal(check, key, algorithm, signed, signature) {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (type === 'rsa') {
    mustBe(algorithm, SHA_256_WITH_RSA, 'its algorithm');
    must(details.modulusLength >= 2048, 'The key of the PDF’s signature is too short.');
  } else {
    must(
      type === 'ec' && details.namedCurve === 'prime256v1',
      'The key of the PDF’s signature is of another kind.',
    );
    mustBe(algorithm, ECDSA_WITH_SHA_256, 'its algorithm');
    const [, s] = exactly(readWhole(signature), SEQUENCE, 2).map(positiveInteger);
    must(s <= P256_ORDER / 2n, 'The signature of the PDF is not in its only form.');
  }
  const kid = thumbprint(key.export({ format: 'jwk' }));
  signingKey(check, 'seal', (one) => one.kid === kid, `The key ${kid}`);
  must(holds('sha256', signed, key, signature), 'The signature of the PDF is wrong.');
  return kid;
}

function readWhole(bytes) {
  const node = readDer(bytes);
  must(node.all.length === bytes.length, 'The signature of the PDF holds more than it may.');
  return node;
}

function positiveInteger({ tag, contents }) {
  const shortest = contents.length > 0 && contents[0] < 0x80 && (contents[0] > 0 || contents[1] >= 0x80);
  must(
    tag === INTEGER && shortest && contents.length <= 33,
    'The signature of the PDF is not in its only form.',
  );
  return BigInt(`0x${contents.toString('hex')}`);
}

// ── PDF ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

const isWhite = (byte) =>
  byte === 0x20 || byte === 0 || byte === 9 || byte === 10 || byte === 12 || byte === 13;
const isAlphanumeric = (byte) =>
  (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
const isHexDigit = (byte) => (byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x66);
const WHITE = '[\\0\\t\\n\\f\\r ]';

function afterWhite(bytes, at) {
  let next = at;
  while (isWhite(bytes[next])) next++;
  return next;
}

function beforeWhite(bytes, at) {
  let previous = at;
  while (previous > 0 && isWhite(bytes[previous - 1])) previous--;
  return previous;
}

/** Where a text stands in the file and `isMeant`; at most two places, for two are one too many. */
function placesOf(bytes, text, isMeant) {
  const places = [];
  for (let at = bytes.indexOf(text); at !== -1 && places.length < 2; at = bytes.indexOf(text, at + 1))
    if (isMeant(at)) places.push(at);
  return places;
}

/** Places of `/ByteRange [`; none of them: it is no PDF of ours. */
const byteRangesOf = (bytes) =>
  placesOf(bytes, '/ByteRange', (at) => bytes[afterWhite(bytes, at + '/ByteRange'.length)] === 0x5b);

/** @returns where the gap for the signature begins and ends */
function readByteRange(bytes) {
  const places = byteRangesOf(bytes);
  must(places.length === 1, 'The PDF has more than one /ByteRange.');
  const open = afterWhite(bytes, places[0] + '/ByteRange'.length) + 1;
  const close = bytes.subarray(open, open + 200).indexOf(']');
  must(close !== -1, 'The /ByteRange of the PDF is not well-formed.');
  const numbers = bytes.toString('latin1', open, open + close);
  const found = new RegExp(
    `^${WHITE}*(\\d{1,10})${WHITE}+(\\d{1,10})${WHITE}+(\\d{1,10})${WHITE}+(\\d{1,10})${WHITE}*$`,
  ).exec(numbers);
  must(found !== null, 'The /ByteRange of the PDF is not well-formed.');
  const [from, start, end, rest] = found.slice(1).map(Number);
  const whole = from === 0 && start < end && end + rest === bytes.length;
  must(whole, 'The signature does not cover the whole PDF: something was added or cut off.');
  return { start, end };
}

/** What stands in the gap: a DER value in lowercase hex, and zeros. */
function readGap(bytes, { start, end }) {
  const hex = bytes.subarray(start + 1, end - 1);
  const framed = end - start > 2 && bytes[start] === 0x3c && bytes[end - 1] === 0x3e && hex.length % 2 === 0;
  must(framed && hex.every(isHexDigit), 'The place of the signature in the PDF is not as it must be.');
  const filled = Buffer.from(hex.toString('latin1'), 'hex');
  const { all } = readDer(filled);
  must(
    filled.subarray(all.length).every((byte) => byte === 0),
    'Something follows the signature in its place in the PDF.',
  );
  return all;
}

/** The one embedded file. */
function readEmbedded(bytes) {
  const places = placesOf(bytes, '/EmbeddedFile', (at) => {
    const before = beforeWhite(bytes, at);
    const named = bytes.toString('latin1', Math.max(0, before - 5), before) === '/Type';
    return named && !isAlphanumeric(bytes[at + '/EmbeddedFile'.length]);
  });
  must(places.length === 1, 'The PDF does not hold exactly one embedded file.');
  const [at] = places;
  const from = bytes.lastIndexOf('obj', at);
  const to = bytes.indexOf('stream', at);
  must(from !== -1 && to !== -1 && to - from <= 4096, 'The embedded file of the PDF cannot be found.');
  const dictionary = bytes.toString('latin1', from, to);
  const start = to + 'stream'.length + (bytes[to + 6] === 13 ? 2 : 1);
  must(bytes[start - 1] === 10, 'The embedded file of the PDF cannot be found.');
  const end = start + lengthIn(dictionary);
  const next = afterWhite(bytes, end);
  const ended = end <= bytes.length && bytes.toString('latin1', next, next + 9) === 'endstream';
  must(ended, 'The embedded file of the PDF has another length than it says.');
  return unpack(bytes.subarray(start, end), isDeflated(dictionary));
}

function lengthIn(dictionary) {
  const found = dictionary.split(/\/Length(?![A-Za-z0-9])/);
  const [, length] = new RegExp(`^${WHITE}*(\\d{1,10})(?![A-Za-z0-9])`).exec(found[1] ?? '') ?? [];
  const isReference = new RegExp(`^${WHITE}*\\d+${WHITE}+\\d+${WHITE}+R`).test(found[1] ?? '');
  must(
    found.length === 2 && length !== undefined && !isReference,
    'The embedded file of the PDF has no plain length.',
  );
  return Number(length);
}

function isDeflated(dictionary) {
  must(!dictionary.includes('/DecodeParms'), 'The embedded file of the PDF is packed in an unknown way.');
  const found = dictionary.split(/\/Filter(?![A-Za-z0-9])/);
  if (found.length === 1) return false;
  const one = new RegExp(`^${WHITE}*(\\[${WHITE}*/FlateDecode${WHITE}*\\]|/FlateDecode(?![A-Za-z0-9]))`);
  must(found.length === 2 && one.test(found[1]), 'The embedded file of the PDF is packed in an unknown way.');
  return true;
}

function unpack(data, deflated) {
  if (!deflated) {
    must(data.length <= LIMITS.embedded, 'The embedded file of the PDF is larger than 1 MiB.');
    return data;
  }
  try {
    const { buffer, engine } = inflateSync(data, { maxOutputLength: LIMITS.embedded, info: true });
    if (engine.bytesWritten === data.length) return buffer;
  } catch {
    // Broken, or more than the limit: in both cases it is not a receipt of ours.
  }
  throw new Fault('The embedded file of the PDF cannot be unpacked, or is larger than 1 MiB.');
}

/** @returns the receipt's bytes and what it says, and the kid of the seal */
function checkPdf(check, bytes) {
  const range = readByteRange(bytes);
  const der = readGap(bytes, range);
  const seal = checkCms(check, der, sha256(bytes.subarray(0, range.start), bytes.subarray(range.end)));
  const embedded = readEmbedded(bytes);
  const receipt = checkReceipt(check, readJson(embedded, 'The receipt in the PDF'));
  return { seal, embedded, receipt };
}

// ── Zip: exactly the bytes that follow from names and contents ──────────────────────────────────────────────────────

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const VERSION = 20;
const DAY_ONE = 0x0021;
const MOST_ENTRIES = 65_534;

const CRC_TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

function crc32(bytes) {
  let crc = -1;
  for (let i = 0; i < bytes.length; i++) crc = (crc >>> 8) ^ CRC_TABLE[(crc ^ bytes[i]) & 255];
  return ~crc >>> 0;
}

const isPath = (name) =>
  name.split('/').every((part) => /^[A-Za-z0-9._-]+$/.test(part) && part !== '.' && part !== '..');

/** What local and central header have in common: from the version to the length of the extra field. */
function headerFields(name, contents) {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(VERSION, 0);
  fields.writeUInt16LE(DAY_ONE, 8);
  fields.writeUInt32LE(crc32(contents), 10);
  fields.writeUInt32LE(contents.length, 14);
  fields.writeUInt32LE(contents.length, 18);
  fields.writeUInt16LE(name.length, 22);
  return fields;
}

/** @returns name, contents and offset of each entry, and where the last one ends */
function readEntries(bytes) {
  const entries = [];
  let at = 0;
  while (at + 30 <= bytes.length && bytes.readUInt32LE(at) === LOCAL) {
    must(entries.length < MOST_ENTRIES, 'The zip file has too many entries.');
    mustBePlain(bytes, at);
    const start = at + 30 + bytes.readUInt16LE(at + 26);
    const end = start + bytes.readUInt32LE(at + 22);
    must(end <= bytes.length, 'The zip file is cut off.');
    const name = bytes.toString('latin1', at + 30, start);
    must(isPath(name), `The zip file has an entry with a name that may not be: ${shown(name)}.`);
    const contents = bytes.subarray(start, end);
    const right = headerFields(name, contents).equals(bytes.subarray(at + 4, at + 30));
    must(right, `The zip file’s entry ${name} was changed, or its header is not as it must be.`);
    entries.push({ name, contents, offset: at });
    at = end;
  }
  return { entries, end: at };
}

function mustBePlain(bytes, at) {
  const flags = bytes.readUInt16LE(at + 6);
  must((flags & 1) === 0, 'The zip file is encrypted.');
  must(flags === 0, 'The zip file has flags that may not be.');
  must(bytes.readUInt16LE(at + 8) === 0, 'The zip file is compressed.');
  must(bytes.readUInt16LE(at + 28) === 0, 'The zip file has an extra field.');
}

/** @returns the contents by name, in order */
function readZip(bytes) {
  const { entries, end } = readEntries(bytes);
  const central = entries.map(({ name, contents, offset }) => {
    const header = Buffer.alloc(46);
    header.writeUInt32LE(CENTRAL, 0);
    header.writeUInt16LE(VERSION, 4);
    headerFields(name, contents).copy(header, 6);
    header.writeUInt32LE(offset, 42);
    return Buffer.concat([header, Buffer.from(name, 'latin1')]);
  });
  const directory = Buffer.concat(central);
  const record = Buffer.alloc(22);
  record.writeUInt32LE(END, 0);
  record.writeUInt16LE(entries.length, 8);
  record.writeUInt16LE(entries.length, 10);
  record.writeUInt32LE(directory.length, 12);
  record.writeUInt32LE(end, 16);
  const right = Buffer.concat([directory, record]).equals(bytes.subarray(end));
  must(
    right,
    'The zip file is cut off, or has something between, in or after its entries that does not belong there.',
  );
  const contents = new Map(entries.map((entry) => [entry.name, entry.contents]));
  must(contents.size === entries.length, 'The zip file has two entries of one name.');
  return contents;
}

// ── Submission bundle ───────────────────────────────────────────────────────────────────────────────────────────────

const SEQUENCE_NAME = '(\\d{4}|[1-9]\\d{4,15})';
/** What may be in a bundle. */
const PLACES = [
  /^README\.txt$/,
  /^keys\.json$/,
  /^files\.json$/,
  new RegExp(`^evidence/${SEQUENCE_NAME}\\.json$`),
  new RegExp(`^proofs/${SEQUENCE_NAME}\\.json$`),
  new RegExp(`^receipts/${SEQUENCE_NAME}-(ko|en)\\.pdf$`),
  new RegExp(`^content/${SEQUENCE_NAME}\\.json$`),
  new RegExp(`^content/${SEQUENCE_NAME}/.+$`),
  /^files\/[^/]+$/,
  /^history\/\d{1,16}(\.proof)?\.json$/,
];

const numbered = (sequence) => String(sequence).padStart(4, '0');

function checkBundle(check, bytes) {
  const files = readZip(bytes);
  const manifest = checkManifest(check, files);
  const digests = new Map(manifest.files.map(({ path, sha256 }) => [path, sha256]));
  const lists = new Map();
  const receipts = checkChain(check, files, manifest);
  for (const name of files.keys()) {
    const [folder, rest = ''] = name.split('/');
    const sequence = Number.parseInt(rest, 10);
    const receipt = receipts[sequence - 1];
    const numberedPlaces = ['proofs', 'receipts', 'content'];
    inPart(check, name, () => {
      if (numberedPlaces.includes(folder))
        must(sequence <= receipts.length, 'There is no receipt to which it belongs.');
      if (folder === 'receipts') checkPrinted(check, files, name, sequence);
      if (folder === 'history') checkHistory(check, files, digests, name);
      if (folder === 'content' && rest.endsWith('.json') && receipt !== undefined)
        lists.set(sequence, checkContent(files, digests, name, receipt));
    });
  }
  for (const name of files.keys()) {
    const [folder, sequence, part] = name.split('/');
    if (folder !== 'content' || part === undefined) continue;
    const list = `content/${sequence}.json`;
    // A list that is itself at fault was named already.
    const named = lists.get(Number.parseInt(sequence, 10));
    if (named === undefined && files.has(list)) continue;
    inPart(check, name, () => must(named?.has(name), `${list} does not name it.`));
  }
  inPart(check, 'files.json', () => checkFiles(files, digests));
  return { manifest, receipts };
}

/** The signed list of everything; every byte of the zip file follows from it. */
function checkManifest(check, files) {
  const [first, second, ...names] = files.keys();
  must(
    first === 'manifest.json' && second === 'manifest.jws',
    'The bundle does not begin with its signed list.',
  );
  const bytes = files.get(first);
  const manifest = members(
    readJson(bytes, 'manifest.json'),
    {
      format: isOneOf('gongmun-bundle/1'),
      submission: isText,
      issuer: isAddress,
      at: isInstant,
      files: isListOf(isObject),
    },
    'manifest.json',
  );
  issuedBy(check, manifest.issuer);
  for (const file of manifest.files)
    members(file, { path: isText, bytes: isCount, sha256: isDigest }, 'A line of manifest.json');
  for (const name of ['README.txt', 'keys.json']) must(files.has(name), `The bundle lacks ${name}.`);
  const carried = members(
    readJson(files.get('keys.json'), 'keys.json'),
    { keys: Array.isArray },
    'keys.json',
  );
  check.carried = carriedKeys(carried.keys, 'keys.json');
  check.manifestKid = checkJws(
    check,
    files.get(second).toString('latin1'),
    'gongmun-manifest+jws',
    bytes,
    'the list of the bundle',
  );
  must(names.length === manifest.files.length, 'The bundle does not hold exactly what its list names.');
  for (const [i, { path, bytes: size, sha256: digest }] of manifest.files.entries()) {
    must(path === names[i], 'The bundle does not hold exactly what its list names, in that order.');
    must(
      PLACES.some((place) => place.test(path)),
      `The bundle holds something that does not belong there: ${shown(path)}.`,
    );
    const contents = files.get(path);
    must(
      contents.length === size && digestOf(contents) === digest,
      `${path} is not what the bundle’s list says.`,
    );
  }
  return manifest;
}

/** Every receipt from the first to the last, each following from the one before, and their proofs. */
function checkChain(check, files, manifest) {
  const receipts = [];
  let unsealed = 0;
  for (let sequence = 1; files.has(`evidence/${numbered(sequence)}.json`); sequence++) {
    const name = `evidence/${numbered(sequence)}.json`;
    const previous = receipts.at(-1);
    const receipt = inPart(check, name, () => {
      const read = checkReceipt(check, readJson(files.get(name), name));
      const { evidence } = read;
      must(evidence.sequence === sequence, 'It is not the receipt of this number.');
      must(evidence.submission === manifest.submission, 'It belongs to another submission.');
      must(evidence.issuer === manifest.issuer, 'It was issued by somebody else.');
      if (sequence > 1 && previous !== undefined)
        must(evidence.previous === previous.digest, 'It does not follow from the receipt before it.');
      return read;
    });
    receipts.push(receipt);
    const proofName = `proofs/${numbered(sequence)}.json`;
    if (!files.has(proofName)) unsealed++;
    else if (receipt !== undefined) {
      const { digest, evidence } = receipt;
      const expected = { kind: 'evidence', digest, issuer: evidence.issuer };
      receipt.proof = inPart(check, proofName, () =>
        checkProof(check, readJson(files.get(proofName), proofName), expected),
      );
    }
  }
  must(receipts.length > 0, 'The bundle holds no receipt.');
  const all = [...files.keys()].filter((name) => name.startsWith('evidence/')).length;
  must(all === receipts.length, 'The receipts of the bundle are not numbered without a gap.');
  tellBundle(check, manifest, receipts, unsealed);
  return receipts;
}

function tellBundle(check, manifest, receipts, unsealed) {
  const [first] = receipts;
  const whose = first === undefined ? 'submission or official document' : subjectOf(first.evidence);
  tell(check, [
    `Of the ${whose} ${shown(manifest.submission)}, as the issuer put it together at ${manifest.at}, signed with its key ${check.manifestKid}.`,
    `All ${receipts.length} receipts of the procedure until then, none left out between them:`,
    ...receipts.flatMap((receipt) => {
      if (receipt === undefined) return [];
      const { evidence, proof } = receipt;
      const event = lookUp(EVENTS, evidence.event) ?? shown(evidence.event);
      const sealed = proof === undefined ? 'not in the log yet' : `entry ${proof.proof.index + 1} of the log`;
      return [`${evidence.sequence}. ${evidence.at}: ${event} (${sealed}).`];
    }),
    unsealed === 0
      ? 'Every one of them is in the public log, as the log’s signed checkpoints state.'
      : `${unsealed} of them came without a proof that they are in the public log.`,
    ...new Set(receipts.flatMap((receipt) => receipt?.proof?.checkpoint.cosignatures ?? [])),
  ]);
}

function checkPrinted(check, files, name, sequence) {
  withinLimit(files.get(name), LIMITS.pdf, name);
  const { embedded } = checkPdf(check, files.get(name));
  const same = files.get(`evidence/${numbered(sequence)}.json`)?.equals(embedded);
  must(same, 'The PDF holds another receipt than the bundle.');
  tell(check, [`${name} is the sealed PDF of receipt ${sequence}.`]);
}

/** @returns the paths that `content/NNNN.json` names */
function checkContent(files, digests, name, receipt) {
  const { parts, salt } = members(
    readJson(files.get(name), name),
    { format: isOneOf('gongmun-content/1'), parts: isListOf(isObject), salt: isDigest },
    'It',
  );
  for (const part of parts) {
    const { path, sha256: digest } = members(part, { ...PART, path: isText }, 'A part');
    must(digests.get(path) === digest, `${shown(path)} is not the part that was sent.`);
  }
  must(contentDigest(parts, salt) === receipt.evidence.content, 'The content is not that of the receipt.');
  return new Set(parts.map(({ path }) => path));
}

/** `files.json` names every file under `files/`, and no other. */
function checkFiles(files, digests) {
  const there = [...files.keys()].filter((name) => name.startsWith('files/'));
  if (!files.has('files.json')) {
    must(there.length === 0, 'It is missing.');
    return;
  }
  const list = readJson(files.get('files.json'), 'It');
  must(
    Array.isArray(list) && list.length === there.length,
    'It does not name exactly the files that are there.',
  );
  const shape = { id: isText, name: isString, mediaType: isText, bytes: isCount, sha256: isDigest };
  for (const entry of list) {
    const { id, bytes, sha256: digest } = members(entry, shape, 'A line of it');
    const path = `files/${id}`;
    must(
      files.get(path)?.length === bytes && digests.get(path) === digest,
      `${shown(path)} is not what it says.`,
    );
  }
  must(new Set(list.map(({ id }) => id)).size === list.length, 'It names a file twice.');
}

function checkHistory(check, files, digests, name) {
  const history = name.replace('.proof.json', '.json');
  must(files.has(history), 'The history that it proves is missing.');
  if (name === history) return;
  const expected = { kind: 'history', digest: digests.get(history), issuer: check.issuer };
  checkProof(check, readJson(files.get(name), 'It'), expected);
  tell(check, [`${history} is the archived history of the procedure; it is in the public log.`]);
}

// ── Packages: zip files that hold what proves, and beside it what nobody signed ─────────────────────────────────────

/**
 * Checks one entry as if it were a file of its own, and goes on with the next whatever comes of it; what is found is named by
 * the entry. Who issued one issued all.
 * @returns what the check gave, undefined where it ended early, and what it proved
 */
function within(check, name, run) {
  const inner = { ...check, carried: [], issuer: undefined, proved: [], faults: [] };
  let given;
  try {
    given = run(inner);
    must(
      check.issuer === undefined || inner.issuer === undefined || inner.issuer === check.issuer,
      'It was issued by somebody else than what is beside it.',
    );
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    inner.faults.push(error.message);
  }
  check.issuer ??= inner.issuer;
  for (const fault of inner.faults) check.faults.push(`${name}: ${fault}`);
  return { given, proved: inner.proved };
}

function mustHoldExactly(files, names, what) {
  const right = files.size === names.length && names.every((name) => files.has(name));
  must(right && new Set(names).size === names.length, `${what} does not hold exactly what belongs in it.`);
}

/** A record as an archive gets it: the bundle of the submission, and what is to be known of it in other words. */
function checkRecord(check, bytes) {
  const files = readZip(bytes);
  mustHoldExactly(files, ['metadata.json', 'bundle.zip'], 'The package');
  const metadata = readJson(files.get('metadata.json'), 'metadata.json');
  const { given, proved } = within(check, 'bundle.zip', (inner) =>
    checkBundle(inner, files.get('bundle.zip')),
  );
  tell(check, [
    ...proved,
    'metadata.json names this submission and these receipts; what else it says, nobody signed.',
  ]);
  if (given === undefined) return;
  inPart(check, 'metadata.json', () => {
    must(
      isObject(metadata.record) && isListOf(isText)(metadata.record.contentDigests),
      'It is not as it must be.',
    );
    must(
      metadata.record.identifier === given.manifest.submission,
      'It names another submission than the bundle.',
    );
    const receipts = given.receipts.filter((one) => one !== undefined);
    const history = receipts.map(({ evidence: { sequence, event, at, id }, digest }) => ({
      ...{ sequence, event, at, evidence: id, digest },
    }));
    must(
      isObject(metadata) && canonical(metadata.eventHistory ?? '') === canonical(history),
      'It tells of other receipts than the bundle.',
    );
    const contents = [...new Set(receipts.flatMap(({ evidence }) => evidence.content ?? []))];
    must(
      canonical(metadata.record.contentDigests) === canonical(contents),
      'It names other contents than the receipts.',
    );
  });
}

const ATTACHMENT = {
  ...{ id: isText, name: isString, mediaType: isText, bytes: isCount, sha256: isDigest },
  ...{ 'path?': isText, 'leftOut?': isText },
};

/** A document of a mailbox: the receipts of its delivery, and when it was opened the sealed PDF and the attachments. */
function checkMail(check, bytes) {
  const files = readZip(bytes);
  must(files.has('index.json'), 'It is no document of a mailbox.');
  const index = members(
    readJson(files.get('index.json'), 'index.json'),
    {
      ...{ format: isOneOf('gongmun-mail/1'), delivery: isText, document: isText, office: isText },
      ...{
        number: isString,
        opened: isOneOf(true, false),
        attachments: isListOf(isObject),
        'salt?': isDigest,
      },
    },
    'index.json',
  );
  for (const line of index.attachments) members(line, ATTACHMENT, 'An attachment in index.json');
  const packed = index.attachments.filter(({ path }) => path !== undefined);
  const names = [...files.keys()].filter((name) => name.startsWith('receipts/'));
  mustHoldExactly(
    files,
    [
      ...['index.json', ...names.map((_, i) => `receipts/${numbered(i + 1)}.json`)],
      ...(index.opened ? ['registration.json', 'document.pdf'] : []),
      ...packed.map(({ path }) => path),
    ],
    'The package of the document',
  );
  must(names.length > 0, 'The package of the document holds no receipt.');
  const receipts = checkDelivery(check, files, index, names.length);
  const consigned = receipts.find((one) => one?.evidence.event === 'ContentConsignment')?.evidence;
  if (receipts.every((one) => one !== undefined)) mustBeOf(consigned, index);
  if (index.opened) checkOpened(check, files, index, consigned);
  else must(index.attachments.length === 0, 'It names attachments of what was not opened.');
  const proved = consigned?.facts?.attachments !== undefined;
  if (index.opened && (proved || index.salt !== undefined))
    inPart(check, 'index.json', () => {
      const parts = index.attachments.map(({ id, sha256 }) => ({ part: `file:${id}`, sha256 }));
      must(
        proved &&
          index.salt !== undefined &&
          contentDigest(parts, index.salt) === consigned.facts.attachments,
        'The attachments are not those of the receipt.',
      );
    });
  for (const { id, path, bytes: size, sha256: digest } of packed)
    inPart(check, path, () => {
      const contents = files.get(path);
      must(path === `attachments/${id}`, 'It is not where attachments are.');
      must(contents.length === size && digestOf(contents) === digest, 'It is not what index.json says.');
    });
  if (packed.length === 0) return { index };
  tell(check, [
    proved
      ? `Its ${index.attachments.length} attachments are those that the receipt of the delivery names.`
      : `Which attachments (${packed.length}) belong to it, nobody signed.`,
  ]);
  return { index };
}

function mustBeOf(evidence, { document, number }) {
  must(evidence !== undefined, 'No receipt says that the document was placed in the mailbox.');
  const right = evidence.facts?.document === document && evidence.facts?.number === number;
  must(right, 'index.json names another document than the receipt.');
}

function checkDelivery(check, files, index, count) {
  const receipts = [];
  for (let sequence = 1; sequence <= count; sequence++) {
    const name = `receipts/${numbered(sequence)}.json`;
    const previous = receipts.at(-1);
    const { given } = within(check, name, (inner) => {
      const receipt = checkReceiptBundle(inner, readJson(files.get(name), 'The receipt bundle'));
      const { evidence } = receipt;
      must(evidence.sequence === sequence, 'It is not the receipt of this number.');
      must(evidence.submission === index.delivery, 'It belongs to another delivery.');
      if (sequence > 1 && previous !== undefined)
        must(evidence.previous === previous.digest, 'It does not follow from the receipt before it.');
      return receipt;
    });
    receipts.push(given);
  }
  const events = receipts.flatMap((one) =>
    one === undefined
      ? []
      : [
          `${one.evidence.sequence}. ${one.evidence.at}: ${lookUp(EVENTS, one.evidence.event) ?? shown(one.evidence.event)}.`,
        ],
  );
  tell(check, [
    `Delivery ${shown(index.delivery)} of the official document ${shown(index.document)}, number ${shown(index.number)}: its ${count} receipts, none left out between them, each in the log:`,
    ...events,
  ]);
  return receipts;
}

/** What an opened document is with: the receipt of its registration, and the PDF that holds the same one. */
function checkOpened(check, files, index, consigned) {
  const { given: value } = within(check, 'registration.json', (inner) => {
    const bundle = readJson(files.get('registration.json'), 'It');
    const { evidence } = checkReceiptBundle(inner, bundle);
    must(evidence.event === 'DocumentRegistered', 'It is no receipt of a registration.');
    must(evidence.submission === index.document, 'It belongs to another document.');
    must(evidence.facts?.number === index.number, 'It has another number.');
    must(
      consigned === undefined || consigned.content === evidence.content,
      'It is of another content than what was placed in the mailbox.',
    );
    return bundle;
  });
  const { proved } = within(check, 'document.pdf', (inner) => {
    const pdf = files.get('document.pdf');
    must(pdf.toString('latin1', 0, 5) === '%PDF-', 'It is no PDF.');
    withinLimit(pdf, LIMITS.pdf, 'document.pdf');
    const { embedded } = checkPdf(inner, pdf);
    // One that is itself at fault was named already.
    const same = value === undefined || canonicalBytes(value.receipt).equals(embedded);
    must(same, 'It holds another receipt than registration.json.');
    tell(inner, ['document.pdf is the sealed document, with the receipt of its registration inside.']);
  });
  tell(check, proved);
}

const LISTED = [
  ['submissions', 'submission', checkBundle, ({ manifest }) => manifest.submission],
  ['mailbox', 'delivery', checkMail, ({ index }) => index.delivery],
  ['drafts', 'draft', undefined, undefined],
];

/** What a party took along: the bundle of each submission, each document of the mailbox, and drafts, which prove nothing. */
function checkExport(check, bytes) {
  const files = readZip(bytes);
  const index = members(
    readJson(files.get('index.json'), 'index.json'),
    {
      ...{ format: isOneOf('gongmun-export/1'), 'organisation?': isText, requestedAt: isInstant },
      ...{ part: isPositive, parts: isPositive },
      ...Object.fromEntries(LISTED.map(([folder]) => [folder, isListOf(isObject)])),
    },
    'index.json',
  );
  const listed = LISTED.flatMap(([folder, name, run, idOf]) =>
    index[folder].flatMap((line) => {
      members(line, { [name]: isText, 'path?': isText, 'leftOut?': isText }, 'A line of index.json');
      must(
        (line.path === undefined) !== (line.leftOut === undefined),
        'A line of index.json is not as it must be.',
      );
      if (line.path === undefined) return [];
      must(line.path === `${folder}/${line[name]}.zip`, 'A line of index.json names another place.');
      return [{ path: line.path, id: line[name], run, idOf }];
    }),
  );
  mustHoldExactly(files, ['index.json', ...listed.map(({ path }) => path)], 'The export');
  for (const { path, id, run, idOf } of listed) {
    if (run === undefined) continue;
    const { given, proved } = within(check, path, (inner) => run(inner, files.get(path)));
    tell(check, [`${path}:`, ...proved]);
    if (given !== undefined) inPart(check, path, () => must(idOf(given) === id, 'It is of another one.'));
  }
  const left = Object.values(index).flatMap((lines) => (Array.isArray(lines) ? lines : []));
  tell(check, [
    `This is part ${index.part} of ${index.parts} of what was asked for at ${index.requestedAt}.`,
    `Left out, as index.json says, which nobody signed: ${left.filter(({ leftOut }) => leftOut !== undefined).length}.`,
    `Drafts, which prove nothing and were not looked at: ${listed.filter(({ run }) => run === undefined).length}.`,
  ]);
}

// ── Which of them it is ─────────────────────────────────────────────────────────────────────────────────────────────

const FORMATS = {
  'gongmun-receipt/1': {
    kind: 'receipt',
    run(check, value) {
      tell(check, tellEvidence(checkReceipt(check, value)));
    },
  },
  'gongmun-proof/1': {
    kind: 'proof',
    run(check, value) {
      const proof = checkProof(check, value);
      const { kind, digest } = proof.proof;
      tell(check, tellProof(`The ${kind} with the fingerprint ${digest}`, proof));
    },
  },
  'gongmun-receipt-bundle/1': { kind: 'receipt-bundle', run: checkReceiptBundle },
};

const PDF = {
  kind: 'pdf',
  run(check, bytes) {
    const { seal, receipt } = checkPdf(check, bytes);
    tell(check, [
      ...tellEvidence(receipt),
      `The PDF is sealed with the issuer’s key ${seal}; not one byte of it was changed since.`,
    ]);
  },
};

/**
 * What the file says it is, with the check for it.
 * @throws Unknown where it is none of the formats, or over their limits
 */
function recognise(bytes) {
  if (bytes.length === 0) throw new Unknown('The file is empty.');
  if (bytes.toString('latin1', 0, 5) === '%PDF-') return recognisePdf(bytes);
  if (bytes.length >= 4 && bytes.readUInt32LE(0) === LOCAL) return recogniseZip(bytes);
  return recogniseJson(bytes);
}

function recognisePdf(bytes) {
  withinLimit(bytes, LIMITS.pdf, 'The PDF');
  if (byteRangesOf(bytes).length === 0)
    throw new Unknown(
      'This is a PDF without a signature, so it is none of the sealed PDFs that can be checked here.',
    );
  return { kind: PDF.kind, run: (check) => PDF.run(check, bytes) };
}

function recogniseZip(bytes) {
  withinLimit(bytes, LIMITS.zip, 'The zip file');
  const length = bytes.length < 30 ? 0 : bytes.readUInt16LE(26);
  const first = bytes.toString('latin1', 30, 30 + length);
  if (first === 'manifest.json') return { kind: 'bundle', run: (check) => checkBundle(check, bytes) };
  const start = 30 + length + (bytes.length < 30 ? 0 : bytes.readUInt16LE(28));
  const stated = bytes.length < 30 ? 0 : Math.min(bytes.readUInt32LE(18), LIMITS.json);
  const contents = bytes.subarray(start, start + stated);
  const found = PACKAGES.find(
    ({ name, format }) => name === first && contents.includes(`"format":"${format}"`),
  );
  if (found === undefined)
    throw new Unknown('This is a zip file, but none of the bundles that can be checked here.');
  return { kind: found.kind, run: (check) => found.run(check, bytes) };
}

/** By the name of the first entry and the format that stands in it. */
const PACKAGES = [
  { name: 'metadata.json', format: 'gongmun-record/1', kind: 'record', run: checkRecord },
  { name: 'index.json', format: 'gongmun-mail/1', kind: 'mail', run: checkMail },
  { name: 'index.json', format: 'gongmun-export/1', kind: 'export', run: checkExport },
];

function recogniseJson(bytes) {
  let value;
  try {
    value = parseJson(bytes, 'The file');
  } catch (error) {
    if (error instanceof Unknown || Object.keys(FORMATS).some((name) => bytes.includes(`"format":"${name}"`)))
      throw error;
    throw new Unknown(
      'This is neither a PDF nor a zip file nor readable JSON: nothing that can be checked here.',
    );
  }
  const format = isObject(value) && isString(value.format) ? lookUp(FORMATS, value.format) : undefined;
  if (format === undefined)
    throw new Unknown('This is JSON, but none of the formats that can be checked here.');
  return {
    kind: format.kind,
    run(check) {
      must(
        canonicalBytes(value).equals(bytes),
        'It is not written in the one canonical form: it was changed.',
      );
      format.run(check, value);
    },
  };
}

/** What is said is meant to be read. */
function atMost(count, sentences) {
  const more = sentences.length - count;
  return more > 0 ? [...sentences.slice(0, count), `And ${more} more.`] : sentences;
}

/** Everything that `verify` finds, and whose file it says it is. */
function examine(bytes, options) {
  const check = newCheck(options);
  const answer = { verdict: 'genuine', kind: 'unknown', proved: [], faults: [] };
  try {
    const { kind, run } = recognise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    answer.kind = kind;
    run(check);
  } catch (error) {
    if (error instanceof Unknown) return { ...answer, verdict: 'cannot_tell', faults: [error.message] };
    if (!(error instanceof Fault)) {
      const faults = [
        `The program failed over this file (${error.name}): that is its fault, and it cannot tell.`,
      ];
      return { ...answer, verdict: 'cannot_tell', faults };
    }
    check.faults.push(error.message);
  }
  if (check.faults.length > 0)
    return { ...answer, verdict: 'not_genuine', faults: atMost(MOST_FAULTS, check.faults) };
  const { issuer } = check;
  if (check.untrusted.size > 0) {
    const first =
      check.trusted.length === 0 ? ['No keys are trusted here yet; nothing wrong was found so far.'] : [];
    const faults = atMost(MOST_FAULTS, [...first, ...check.untrusted]);
    return { ...answer, verdict: 'cannot_tell', faults, issuer };
  }
  const first = issuer === undefined ? [] : [`Issuer: ${shown(issuer)}`];
  return { ...answer, proved: atMost(MOST_SENTENCES, [...first, ...check.proved]), issuer };
}

/**
 * Checks one file by docs/evidence.md; reads nothing else, never throws.
 * @param {Uint8Array} bytes the file
 * @param {{ keys?: object, witnesses?: string[], issuer?: string }} options a trusted JWK set, witnesses as C2SP vkeys,
 *   and whose the file must be
 * @returns {{ verdict: 'genuine' | 'not_genuine' | 'cannot_tell', kind: string, proved: string[], faults: string[] }}
 */
export function verify(bytes, { keys, witnesses = [], issuer } = {}) {
  try {
    const { verdict, kind, proved, faults } = examine(bytes, {
      keys,
      witnesses: witnesses.map(readWitness),
      issuer,
    });
    return { verdict, kind, proved, faults };
  } catch (error) {
    return { verdict: 'cannot_tell', kind: 'unknown', proved: [], faults: [String(error.message)] };
  }
}

// ── Command line ────────────────────────────────────────────────────────────────────────────────────────────────────

const USAGE = `node verify.mjs FILE [--keys FILE] [--offline] [--issuer URL] [--witness VKEY] [--json]

  FILE            a receipt, proof or receipt bundle (JSON), a sealed PDF, a submission bundle,
                  a record's package or an export (zip); - is standard input
  --keys FILE     the issuer's public keys, a JWK set; without it trusted-keys.json beside this program,
                  else they are fetched from the issuer's address
  --offline       never fetch anything
  --issuer URL    whose the file must be
  --witness VKEY  a witness whose countersignatures are to be checked; may be repeated
  --json          the answer as JSON

Exit 0: genuine. 1: not genuine. 2: cannot tell.
`;

const EXIT = { genuine: 0, not_genuine: 1, cannot_tell: 2 };
const HEADINGS = { genuine: 'GENUINE', not_genuine: 'NOT GENUINE', cannot_tell: 'CANNOT TELL' };
const FETCH_MS = 5_000;

/** At most `limit` bytes and one more, so that what is too large is never read whole. */
function readAtMost(path, limit) {
  if (path !== '-' && statSync(path).isFile()) {
    if (statSync(path).size > limit)
      throw new Error(`${path} is larger than ${limit / MiB} MiB; it is not read.`);
    return readFileSync(path);
  }
  const file = path === '-' ? 0 : openSync(path, 'r');
  const chunks = [];
  let size = 0;
  for (;;) {
    const chunk = Buffer.alloc(64 * 1024);
    const read = readSync(file, chunk);
    if (read === 0) break;
    size += read;
    if (size > limit) throw new Error(`What was given is larger than ${limit / MiB} MiB; it is not read.`);
    chunks.push(chunk.subarray(0, read));
  }
  if (file !== 0) closeSync(file);
  return Buffer.concat(chunks);
}

/** A JWK set that somebody kept. @throws Error with a sentence */
function readKeySet(path) {
  const bytes = readAtMost(path, LIMITS.keys);
  if (levels(bytes) > LIMITS.levels) throw new Error(`${path} is no set of keys.`);
  return parseKeySet(bytes, path);
}

function parseKeySet(bytes, place) {
  let set;
  try {
    set = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new Error(`${place} is no set of keys: it is not JSON.`);
  }
  if (trustedKeys(set).length === 0)
    throw new Error(`${place} holds no key that could be trusted for something.`);
  return set;
}

/** The keys that an issuer publishes now. @throws Error with a sentence */
async function fetchKeys(issuer) {
  const url = new URL(`${issuer.replace(/\/$/, '')}/.well-known/jwks.json`);
  const loopback = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback))
    throw new Error(`Keys are not fetched from ${issuer}: the address does not begin with https:.`);
  try {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(FETCH_MS) });
    if (!response.ok || response.body === null) throw new Error(`it answered ${response.status}`);
    const chunks = [];
    let size = 0;
    for await (const chunk of response.body) {
      size += chunk.length;
      if (size > LIMITS.keys) throw new Error('it sent too much');
      chunks.push(chunk);
    }
    return parseKeySet(Buffer.concat(chunks), url.href);
  } catch (error) {
    throw new Error(
      `The keys could not be fetched from ${url.href}: ${error.cause?.message ?? error.message}.`,
    );
  }
}

/** The file under the keys that the command line leads to. */
async function verifyFile(path, options) {
  const witnesses = (options.witness ?? []).map(readWitness);
  const { issuer } = options;
  const beside = join(dirname(fileURLToPath(import.meta.url)), 'trusted-keys.json');
  const keysFile = options.keys ?? (statSync(beside, { throwIfNoEntry: false }) ? beside : undefined);
  const keys = keysFile === undefined ? undefined : readKeySet(keysFile);
  const bytes = readAtMost(path, LIMITS.zip);
  const found = examine(bytes, { keys, witnesses, issuer });
  if (keys !== undefined || options.offline || found.verdict !== 'cannot_tell') return found;
  const address = issuer ?? found.issuer;
  if (address === undefined) return found;
  try {
    return examine(bytes, { keys: await fetchKeys(address), witnesses, issuer });
  } catch (error) {
    return { ...found, faults: [error.message, ...found.faults] };
  }
}

function print({ verdict, kind, proved, faults }, path, json) {
  if (json) process.stdout.write(`${JSON.stringify({ verdict, kind, proved, faults })}\n`);
  else {
    const lines = [
      `${HEADINGS[verdict]}: ${path} (${KINDS[kind]})`,
      ...[...proved, ...faults].map((line) => `  ${line}`),
    ];
    if (verdict === 'cannot_tell' && kind !== 'unknown')
      lines.push(
        '  To tell, give the issuer’s keys with --keys FILE, as you or somebody you trust kept them.',
      );
    process.stdout.write(`${lines.join('\n')}\n`);
  }
  process.exitCode = EXIT[verdict];
}

async function main() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        keys: { type: 'string' },
        offline: { type: 'boolean' },
        issuer: { type: 'string' },
        witness: { type: 'string', multiple: true },
        json: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
    if (values.help || positionals.length !== 1) {
      process.stdout.write(USAGE);
      process.exitCode = values.help ? 0 : 2;
      return;
    }
    try {
      print(await verifyFile(positionals[0], values), positionals[0], values.json);
    } catch (error) {
      const answer = { verdict: 'cannot_tell', kind: 'unknown', proved: [], faults: [error.message] };
      print(answer, positionals[0], values.json);
    }
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${USAGE}`);
    process.exitCode = 2;
  }
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url))
  void main();
