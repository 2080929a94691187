const formats = new Map<string, Intl.DateTimeFormat>();

/** `Intl.DateTimeFormat`, made once per kind: making one costs a hundred times its use. */
export function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const kind = JSON.stringify([locale, options]);
  const format = formats.get(kind) ?? new Intl.DateTimeFormat(locale, options);
  formats.set(kind, format);
  return format;
}
