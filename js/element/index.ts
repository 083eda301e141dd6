/**
 * Custom elements for uploads, links, images and films of private buckets.
 *
 * The module defines nothing by itself and does not import the core: `defineElements` gets the core's classes from the
 * page, so that a page contains them once, from `s3-signpost` or from `s3-signpost/slim`.
 */

import { S3ClientElement } from "./client-element.ts";
import { addToCore, type ElementCore } from "./core.ts";
import { S3DropElement } from "./drop-element.ts";
import type { S3ElementEventMap } from "./events.ts";
import { S3LinkElement } from "./link-element.ts";
import { S3ImgElement, S3VideoElement } from "./media-element.ts";
import { type ReflectingElement, reflectAttributes } from "./reflection.ts";

export type { ElementClient, ElementCore } from "./core.ts";
export type { DropStrings } from "./drop-strings.ts";
export type { S3ElementEventMap, S3ErrorDetail, S3ItemDetail, S3RejectDetail } from "./events.ts";
export { S3ClientElement, S3DropElement, S3ImgElement, S3LinkElement, S3VideoElement };

/**
 * Defines `<s3-client>`, `<s3-link>`, `<s3-img>` and `<s3-video>`; with `UploadQueue` also `<s3-drop>`. An element that is
 * defined already stays as it is. Without effect on a server, which has no elements.
 *
 * @example
 * import { cognito, S3, UploadQueue } from "s3-signpost";
 * import { defineElements } from "s3-signpost/element";
 * defineElements({ cognito, S3, UploadQueue });
 */
export function defineElements(core: ElementCore): void {
  addToCore(core);
  // First the element that others look for.
  define("s3-client", S3ClientElement);
  define("s3-link", S3LinkElement);
  define("s3-img", S3ImgElement);
  define("s3-video", S3VideoElement);
  if (core.UploadQueue) define("s3-drop", S3DropElement);
}

function define(name: string, element: CustomElementConstructor & ReflectingElement): void {
  if (!globalThis.customElements || customElements.get(name)) return;
  reflectAttributes(element);
  customElements.define(name, element);
}

declare global {
  interface HTMLElementTagNameMap {
    "s3-client": S3ClientElement;
    "s3-link": S3LinkElement;
    "s3-img": S3ImgElement;
    "s3-video": S3VideoElement;
    "s3-drop": S3DropElement;
  }
  /** The events of elements, the document and the window. */
  interface GlobalEventHandlersEventMap extends S3ElementEventMap {}
}
