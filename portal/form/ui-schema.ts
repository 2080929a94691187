import type { UiSchema } from '@rjsf/utils';
import type { Words } from '../parts/words-of';
import { tokensOf } from './schema';

export interface FormHints {
  sections?: { title: Words; fields: string[] }[];
  fields?: Record<string, { widget?: string; help?: Words; placeholder?: string }>;
}

/** Our widgets' names (forms/README.md) as those of the renderer; what it chooses well by itself is not said. */
const WIDGETS: Record<string, string> = { textarea: 'textarea', radio: 'radio', select: 'select' };
const INPUT_TYPES: Record<string, string> = { tel: 'tel' };

/** Hints by pointer into the answers as the tree that the renderer reads; `*` is any row. */
export function uiSchemaOf(hints: FormHints, language: 'ko' | 'en'): UiSchema {
  const tree: UiSchema = {};
  for (const [pointer, { widget, help, placeholder }] of Object.entries(hints.fields ?? {})) {
    let node: Record<string, unknown> = tree;
    for (const token of tokensOf(pointer)) {
      const name = token === '*' ? 'items' : token;
      node[name] ??= {};
      node = node[name] as Record<string, unknown>;
    }
    if (widget !== undefined && WIDGETS[widget] !== undefined) node['ui:widget'] = WIDGETS[widget];
    if (help !== undefined) node['ui:help'] = help[language];
    const inputType = INPUT_TYPES[widget ?? ''];
    node['ui:options'] = {
      ...(placeholder === undefined ? {} : { placeholder }),
      ...(inputType === undefined ? {} : { inputType }),
    };
  }
  return tree;
}
