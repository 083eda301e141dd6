/**
 * Declarations of the names that every block of code may use. A program that declares a name itself uses its own. Other
 * names are declared in a comment above the block: `<!-- example: declare const input: HTMLInputElement; -->`. This is no
 * file of declarations, since the compiler would then know these names in the whole checkout.
 */
export const GLOBALS = `
import type { CredentialProvider, LiveSigner, Presigner, S3 } from "s3-signpost";

declare global {
  const s3: S3;
  const presigner: Presigner;
  const signer: LiveSigner;
  const credentials: CredentialProvider;
  const region: string;
  const bucket: string;
  const key: string;
  const file: File;
  const element: HTMLElement;
  const input: HTMLInputElement;
  const video: HTMLVideoElement;

  /** Events and functions of a service worker, which the types of a page do not have. */
  interface WindowEventMap {
    install: Event & { waitUntil(promise: Promise<unknown>): void };
    activate: Event & { waitUntil(promise: Promise<unknown>): void };
  }
  function skipWaiting(): Promise<void>;
  const clients: { claim(): Promise<void> };

  interface ImportMeta {
    /** Variables of Vite. */
    readonly env: Readonly<Record<string, string>>;
  }
}
`;

/** Declarations of files that a bundler turns into modules. */
export const BUNDLED_FILES = `
declare module "*.css";
declare module "*?url" {
  const url: string;
  export default url;
}
`;
