/** A file that can be fetched, and how to know that it is the right one. */
export interface RemoteFile {
  readonly url: string;
  readonly bytes: number;
  /** Of all its bytes, hexadecimal. */
  readonly sha256: string;
}
