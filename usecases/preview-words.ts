/** Stands where a printed document says how it is checked. */
export const PREVIEW_WORDS = {
  ko: '미리보기입니다. 등록되지 않았고 보관되지 않으며, 아무 효력이 없습니다.',
  en: 'This is a preview: it is not registered, not kept, and has no effect.',
} as const;
