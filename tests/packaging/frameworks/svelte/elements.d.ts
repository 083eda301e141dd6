/** The parts of svelte/elements that an element's types need, in the form of Svelte 5. */

export interface HTMLAttributes<T extends EventTarget> {
  class?: string | undefined | null;
  prefix?: string | undefined | null;
  onclick?: ((event: MouseEvent & { currentTarget: T }) => unknown) | undefined | null;
}

export interface HTMLImgAttributes extends HTMLAttributes<HTMLImageElement> {
  alt?: string | undefined | null;
  src?: string | undefined | null;
  srcset?: string | undefined | null;
}

export interface HTMLVideoAttributes extends HTMLAttributes<HTMLVideoElement> {
  controls?: boolean | undefined | null;
  src?: string | undefined | null;
}

export interface SvelteHTMLElements {
  img: HTMLImgAttributes;
  video: HTMLVideoAttributes;
}
