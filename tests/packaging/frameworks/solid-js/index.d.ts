/** The parts of solid-js that an element's types need, in the form of Solid 1.9. */

export namespace JSX {
  export interface HTMLAttributes<T> {
    class?: string | undefined;
    prefix?: string | undefined;
    ref?: T | ((element: T) => void) | undefined;
  }

  export interface ImgHTMLAttributes<T> extends HTMLAttributes<T> {
    alt?: string | undefined;
    src?: string | undefined;
    srcset?: string | undefined;
  }

  export interface VideoHTMLAttributes<T> extends HTMLAttributes<T> {
    controls?: boolean | undefined;
    src?: string | undefined;
  }

  export interface IntrinsicElements {
    img: ImgHTMLAttributes<HTMLImageElement>;
    video: VideoHTMLAttributes<HTMLVideoElement>;
  }
}
