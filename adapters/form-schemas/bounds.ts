import type { Fault } from '../../domain/errors';
import { pointerTo } from '../../domain/json-pointer';
import { textFaults } from '../../domain/text';

const largestDefinition = 512 * 1024;
const deepestDefinition = 200;

/** What must hold before anything recurses into the definition. */
export function boundFaults(definition: unknown): Fault[] {
  const faults = textFaults(definition, '', deepestDefinition);
  if (faults.length > 0) return faults;
  const text = JSON.stringify(definition) ?? '';
  if (Buffer.byteLength(text) > largestDefinition)
    return [
      {
        pointer: '',
        code: 'definition.too_large',
        detail: `A form definition has at most ${largestDefinition} bytes.`,
      },
    ];
  return protoFaults(definition, '');
}

function protoFaults(value: unknown, pointer: string): Fault[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    key === '__proto__'
      ? [
          {
            pointer: pointerTo(pointer, key),
            code: 'definition.name_forbidden',
            detail: 'Nothing may have this name.',
          },
        ]
      : protoFaults(child, pointerTo(pointer, key)),
  );
}
