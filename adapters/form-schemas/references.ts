import { pointerTo, pointerTokens } from '../../domain/json-pointer';
import type { SchemaObject } from './keywords';

// A base for documents without an identifier: never fetched, `.invalid` leads nowhere (RFC 2606).
const anonymous = 'https://form.invalid/';

type Resolution = { pointers: string[] } | { fault: 'schema.ref_remote' | 'schema.ref_dangling' };

/** Which places of one document its identifiers, anchors and references name (JSON Schema core §8 and 9). */
export class References {
  readonly #resources = new Map<string, string>();
  readonly #anchors = new Map<string, string[]>();

  constructor(private readonly identifier: 'id' | '$id') {
    this.#resources.set(anonymous, '');
  }

  readonly root: string = anonymous;

  /** Notes what a subschema declares and returns the base that holds inside it. */
  declare(schema: SchemaObject, pointer: string, base: string): string {
    const id = schema[this.identifier];
    let inner = base;
    if (typeof id === 'string' && id.startsWith('#')) this.#addAnchor(base, id.slice(1), pointer);
    else if (typeof id === 'string') {
      inner = resolve(id, base)?.document ?? base;
      this.#resources.set(inner, pointer);
    }
    for (const keyword of ['$anchor', '$dynamicAnchor']) {
      const name = schema[keyword];
      if (typeof name === 'string') this.#addAnchor(inner, name, pointer);
    }
    return inner;
  }

  resolve(reference: string, base: string): Resolution {
    const target = resolve(reference, base);
    if (target === undefined) return { fault: 'schema.ref_dangling' };
    const resource = this.#resources.get(target.document);
    if (resource === undefined) return { fault: 'schema.ref_remote' };
    if (target.fragment === '') return { pointers: [resource] };
    const tokens = target.fragment.startsWith('/') ? pointerTokens(target.fragment) : undefined;
    if (tokens !== undefined) return { pointers: [pointerTo(resource, ...tokens)] };
    const pointers = this.#anchors.get(`${target.document}#${target.fragment}`);
    return pointers === undefined ? { fault: 'schema.ref_dangling' } : { pointers };
  }

  /** Every place with this anchor: which of them a dynamic reference means is known only while validating. */
  anchored(name: string): string[] {
    return [...this.#anchors].filter(([key]) => key.endsWith(`#${name}`)).flatMap(([, pointers]) => pointers);
  }

  #addAnchor(base: string, name: string, pointer: string): void {
    const key = `${base}#${name}`;
    this.#anchors.set(key, [...(this.#anchors.get(key) ?? []), pointer]);
  }
}

function resolve(reference: string, base: string): { document: string; fragment: string } | undefined {
  try {
    const url = new URL(reference, base);
    const fragment = decodeURIComponent(url.hash.slice(1));
    url.hash = '';
    return { document: url.href, fragment };
  } catch {
    return undefined;
  }
}
