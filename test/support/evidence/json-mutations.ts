import type { Chance, Mutation } from './byte-mutations';
import { newEd25519 } from './keys';
import type { Random } from './random';
import { type Json, type JsonObject, type JwsType, jcs, jws } from './receipt';
import { isZip, type Sample } from './samples';

const stranger = newEd25519('evidence');

interface Place {
  holder: JsonObject | Json[];
  name: string;
}

/** Every value in a JSON text but the outermost, by where it stands. */
function placesIn(value: Json, places: Place[] = []): Place[] {
  if (typeof value !== 'object' || value === null) return places;
  for (const [name, inner] of Object.entries(value)) {
    places.push({ holder: value, name });
    placesIn(inner, places);
  }
  return places;
}

const valueAt = ({ holder, name }: Place): Json => (holder as JsonObject)[name] as Json;

function put({ holder, name }: Place, value: Json): void {
  (holder as JsonObject)[name] = value;
}

function remove({ holder, name }: Place): void {
  if (Array.isArray(holder)) holder.splice(Number(name), 1);
  else delete holder[name];
}

/** Changes one place and writes the whole anew in its canonical form: somebody who knows the format. */
const edited =
  (edit: (place: Place, chance: Chance) => void): Mutation =>
  ({ bytes, kind }, chance) => {
    if (kind === 'pdf' || isZip(kind)) return undefined;
    const value: JsonObject = JSON.parse(bytes.toString());
    edit(chance.random.oneOf(placesIn(value)), chance);
    return Buffer.from(jcs(value));
  };

const otherPlace = (sample: Sample, random: Random): Place =>
  random.oneOf(placesIn(JSON.parse(sample.bytes.toString())));

function other(value: Json, random: Random): Json {
  if (typeof value === 'number') return value + random.oneOf([-1, 1, 1000]);
  if (typeof value === 'string')
    return random.oneOf([
      `${value}x`,
      value.slice(1),
      value.toUpperCase(),
      '',
      [...value].reverse().join(''),
    ]);
  return random.oneOf<Json>(['', 0, true, [], {}]);
}

/** What a header of a JWS may be changed to. */
const HEADERS: JsonObject[] = [
  { alg: 'none' },
  { alg: 'HS256' },
  { alg: 'ES256' },
  { alg: 'Ed25519' },
  { typ: 'JWT' },
  { kid: stranger.kid },
  { crit: ['b64'], b64: false },
  { jwk: stranger.carried },
];

/** Signs what is signed anew with a key of one's own, saying so or not. */
const resigned: Mutation = ({ bytes, kind }, { random }) => {
  if (kind === 'pdf' || isZip(kind)) return undefined;
  const value: JsonObject = JSON.parse(bytes.toString());
  const parts = [value, value.receipt, value.proof].filter(
    (part): part is JsonObject => typeof part === 'object' && 'jws' in part,
  );
  const part = random.oneOf(parts);
  const typ: JwsType = 'evidence' in part ? 'gongmun-evidence+jws' : 'gongmun-proof+jws';
  const [head = ''] = String(part.jws).split('.');
  const { kid } = JSON.parse(Buffer.from(head, 'base64url').toString());
  const payload = part.evidence ?? part.proof;
  part.jws = jws(typ, payload, stranger, { kid, ...(random.below(2) === 0 ? random.oneOf(HEADERS) : {}) });
  return Buffer.from(jcs(value));
};

export const JSON_MUTATIONS: Record<string, Mutation> = {
  'value changed': edited((place, { random }) => put(place, other(valueAt(place), random))),
  'member removed': edited(remove),
  'member renamed': edited((place) => {
    const value = valueAt(place);
    remove(place);
    if (!Array.isArray(place.holder)) put({ ...place, name: `${place.name}2` }, value);
  }),
  'values swapped': edited((place, { random }) => {
    const [a, b] = [random, random].map(() => random.oneOf(Object.keys(place.holder)));
    const first = { ...place, name: a ?? '' };
    const second = { ...place, name: b ?? '' };
    const kept = valueAt(first);
    put(first, valueAt(second));
    put(second, kept);
  }),
  'value of another file': edited((place, { random, others }) => {
    if (others.length > 0) put(place, valueAt(otherPlace(random.oneOf(others), random)));
  }),
  'order reversed': edited(({ holder }) => {
    for (const value of Object.values(holder)) if (Array.isArray(value)) value.reverse();
  }),
  'signed by a stranger': resigned,
  'written otherwise': ({ bytes, kind }, { random }) => {
    if (kind === 'pdf' || isZip(kind)) return undefined;
    const value = JSON.parse(bytes.toString());
    return Buffer.from(JSON.stringify(value, Object.keys(value).reverse(), random.below(3)));
  },
};
