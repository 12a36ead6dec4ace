import { FaceError } from '../errors.js';

/** The kinds of search an operator allows one by one (SEARCH_PERMISSIONS); none is allowed unless it is named. */
export const searchKinds = ['identify', 'search-once', 'find-duplicates', 'duplicate-check'] as const;
export type SearchKind = (typeof searchKinds)[number];

export type SearchPermissions = ReadonlySet<SearchKind>;

/** @throws FaceError SEARCH_NOT_ALLOWED */
export function requireSearch(permissions: SearchPermissions, kind: SearchKind): void {
  if (!permissions.has(kind)) throw searchNotAllowed(kind);
}

export function searchNotAllowed(kind: SearchKind): FaceError {
  return new FaceError(
    'SEARCH_NOT_ALLOWED',
    `this server does not allow ${kind}. The operator allows it by naming it in SEARCH_PERMISSIONS.`,
  );
}
