// Original file: proto/faceengine/v1/identification.proto


/**
 * Which of the enrolled subjects a search looks at; both lists empty: all of them. With both, subjects that satisfy both.
 */
export interface GalleryFilter {
  /**
   * These alone: at most 10,000 ids, 1–128 characters of [A-Za-z0-9._:@-] each.
   */
  'subjectIds'?: (string)[];
  /**
   * Those that carry at least one of these: at most 16 tags, 1–64 characters of [A-Za-z0-9._:-] each.
   */
  'tagsAny'?: (string)[];
}

/**
 * Which of the enrolled subjects a search looks at; both lists empty: all of them. With both, subjects that satisfy both.
 */
export interface GalleryFilter__Output {
  /**
   * These alone: at most 10,000 ids, 1–128 characters of [A-Za-z0-9._:@-] each.
   */
  'subjectIds': (string)[];
  /**
   * Those that carry at least one of these: at most 16 tags, 1–64 characters of [A-Za-z0-9._:-] each.
   */
  'tagsAny': (string)[];
}
