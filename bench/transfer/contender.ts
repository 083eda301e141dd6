/** The service and the key of the page, which its document defines. */
export interface Target {
  endpoint: string;
  region: string;
  bucket: string;
  accessKeyId: string;
  secretAccessKey: string;
}

declare global {
  var target: Target;
}

/** A client whose transfers are measured, in a page. */
export interface Contender {
  name: string;
  /** Name of the npm package. */
  from: string;
  /** Algorithms of the checksums that it verifies; absent: none. */
  checks: { upload?: string; download?: string };
  /** Absent: it has no uploads. */
  upload?(file: File, key: string): Promise<unknown>;
  /** Uploads several files at once. Absent: by `upload` for each. */
  uploadAll?(files: File[], key: (index: number) => string): Promise<unknown>;
  /** Absent: it has no downloads. */
  download?(key: string): Promise<Blob>;
}
