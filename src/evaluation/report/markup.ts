/** HTML that is safe to put into a page. Only `markup` and `verbatim` make it, so a text of the data cannot be taken for it. */
export interface Html {
  readonly markup: string;
}

export type Part = string | number | Html | readonly Html[];

/** Every part that is a text is escaped, in content and in double-quoted attributes alike. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const rest = parts.map((part, index) => textOf(part) + (strings[index + 1] ?? ''));
  return { markup: (strings[0] ?? '') + rest.join('') };
}

/** For what this folder made itself: styles and drawings. */
export function verbatim(text: string): Html {
  return { markup: text };
}

export const nothing: Html = verbatim('');

function textOf(part: Part): string {
  if (typeof part === 'string') return escaped(part);
  if (typeof part === 'number') return String(part);
  return 'markup' in part ? part.markup : part.map((one) => one.markup).join('');
}

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => REFERENCES[character] ?? '');
}
