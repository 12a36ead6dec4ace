import { SettingError, boolean, choice, text } from './setting.js';

/** Settings of the vector engine; they count where it holds the gallery. */

export interface MilvusSettings {
  /** host:port. */
  readonly address: string | null;
  readonly token: string | null;
  readonly tls: boolean;
  readonly indexing: {
    readonly type: 'FLAT' | 'IVF_FLAT' | 'HNSW' | 'DISKANN';
    readonly build: Readonly<Record<string, number>>;
    readonly search: Readonly<Record<string, number>>;
  };
}

/** `M=32,efConstruction=400`, or a JSON object of numbers. */
export const parameters = (value: string): Readonly<Record<string, number>> => {
  const parts = value.replace(/[{}"\s]/g, '').split(',');
  const pairs = parts.filter((part) => part !== '').map((part) => /^([A-Za-z_]{1,64})[=:](\d{1,9})$/.exec(part));
  return Object.fromEntries(
    pairs.map((pair) => {
      if (pair === null) throw new SettingError('must be names with whole numbers, such as M=32,efConstruction=400');
      return [pair[1] ?? '', Number(pair[2])];
    }),
  );
};

export const milvus = {
  MILVUS_ADDRESS: {
    doc: 'Milvus that holds the gallery, host:port.',
    parse: text(
      /^([A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?|\[[0-9A-Fa-f:]{2,45}\]):\d{1,5}$/,
      'a host and a port, such as milvus:19530',
    ),
    fallback: null,
  },
  MILVUS_TOKEN: {
    doc: 'user:password or an API key of Milvus.',
    parse: text(/^[\x21-\x7e]{1,1024}$/, 'a text of at most 1024 printable characters without spaces'),
    fallback: null,
  },
  MILVUS_TLS: { doc: 'Whether Milvus is spoken to over TLS.', parse: boolean, fallback: 'true' },
  MILVUS_INDEX: {
    doc: 'How Milvus finds vectors; only flat compares with all of them.',
    parse: choice('flat', 'ivf_flat', 'hnsw', 'diskann'),
    fallback: 'flat',
  },
  MILVUS_INDEX_PARAMETERS: { doc: 'Parameters its index is built with.', parse: parameters, fallback: null },
  MILVUS_SEARCH_PARAMETERS: { doc: 'Parameters it is searched with.', parse: parameters, fallback: null },
} as const;

type Values = { readonly [K in keyof typeof milvus]: ReturnType<(typeof milvus)[K]['parse']> | null };

/** As Milvus calls them. */
const types = { flat: 'FLAT', ivf_flat: 'IVF_FLAT', hnsw: 'HNSW', diskann: 'DISKANN' } as const;

export function milvusOf(values: Values): MilvusSettings {
  return {
    address: values.MILVUS_ADDRESS,
    token: values.MILVUS_TOKEN,
    tls: values.MILVUS_TLS ?? true,
    indexing: {
      type: types[values.MILVUS_INDEX ?? 'flat'],
      build: values.MILVUS_INDEX_PARAMETERS ?? {},
      search: values.MILVUS_SEARCH_PARAMETERS ?? {},
    },
  };
}
