import { SignpostError } from "../errors.ts";
import { NOT_DISPLAYABLE } from "../messages/elements.ts";
import { whenParsed } from "./element-base.ts";
import { SignedElement } from "./signed-element.ts";

const DEFAULT_EXPIRES_IN = 3_600;
/** Seconds for which the same object has the same URL, so that the browser's cache finds it. */
const CACHE_WINDOW = 900;
/** Milliseconds between two renewals, so that an object that cannot be displayed is not requested forever. */
const RENEWAL_INTERVAL = 60_000;

/** Attributes that a native element does not get. */
const OWN_ATTRIBUTES = [
  ...SignedElement.observedAttributes,
  "id",
  "class",
  "style",
  "slot",
  "part",
  "hidden",
];

/** An element that shows an object in the `<img>` or `<video>` in it. */
abstract class MediaElement extends SignedElement {
  /** Name of the native element. @internal */
  protected abstract readonly tag: "img" | "video";
  #media: HTMLImageElement | HTMLVideoElement | undefined;
  #renewedAt = Number.NEGATIVE_INFINITY;
  #expiresAt = 0;

  /** The native element; undefined before it is found or made. */
  get media(): HTMLImageElement | HTMLVideoElement | undefined {
    return this.#media;
  }

  /** @internal */
  protected override update(): void {
    whenParsed(() => {
      if (!this.#media) this.#adopt();
      this.#show(CACHE_WINDOW);
    });
  }

  #adopt(): void {
    const media =
      this.querySelector<HTMLImageElement | HTMLVideoElement>(this.tag) ?? this.#create();
    this.#media = media;
    media.addEventListener("error", () => this.#renew(media));
    // Chromium repeats a request of an expired URL for half a minute before it reports the error. If it has no data for the
    // first frames, it says that the film plays, and sends only "stalled" after three seconds.
    for (const type of ["waiting", "seeking", "stalled"]) {
      media.addEventListener(type, () => Date.now() > this.#expiresAt && this.#renew(media));
    }
  }

  /** Makes the native element, with the attributes of this one. */
  #create(): HTMLImageElement | HTMLVideoElement {
    const media = document.createElement(this.tag);
    for (const { name, value } of this.attributes) {
      if (!OWN_ATTRIBUTES.includes(name)) media.setAttribute(name, value);
    }
    return this.appendChild(media);
  }

  #show(cacheWindow?: number): void {
    const signed = this.sign(cacheWindow ? { cacheWindow } : {}, DEFAULT_EXPIRES_IN);
    if (!signed || !this.#media) return;
    this.#expiresAt = Number(signed.expiresAt);
    if (this.#media.src !== signed.url) this.#media.src = signed.url;
  }

  /** Signs again once: the URL may have expired, in the middle of a film or in a page that was put to sleep. */
  #renew(media: HTMLImageElement | HTMLVideoElement): void {
    if (performance.now() - this.#renewedAt < RENEWAL_INTERVAL) {
      this.#explain();
      return;
    }
    this.#renewedAt = performance.now();
    const { currentTime = 0, paused = true } = media as Partial<HTMLVideoElement>;
    this.#show();
    const video = media as HTMLVideoElement;
    media.addEventListener("loadedmetadata", () => (video.currentTime = currentTime), {
      once: true,
    });
    // At once: with `preload="none"`, the browser loads nothing before.
    if (!paused) video.play().catch(() => {});
  }

  /** Finds the reason, which the browser's event does not have. */
  async #explain(): Promise<void> {
    try {
      await this.requireClient().head(this.signedKey);
      const [code, text, hint] = NOT_DISPLAYABLE;
      throw new SignpostError(code, text, { hint });
    } catch (error) {
      this.fail(error);
    }
  }
}

/**
 * `<s3-img key="cat.jpg" alt="A cat"></s3-img>`: an image of a private bucket.
 *
 * It sets the `src` of the `<img>` in it, or makes one with its own attributes. If the image fails to load, its URL is
 * signed anew once; after that, `s3-error` has the reason.
 *
 * @tag s3-img
 * @slot - An `<img>`
 * @fires {CustomEvent<S3ErrorDetail>} s3-error - The image cannot be signed or displayed
 */
export class S3ImgElement extends MediaElement {
  /** @internal */
  protected override readonly tag = "img";
}

/**
 * `<s3-video key="film.mp4"><video controls><track src="…"></video></s3-video>`: a film of a private bucket, played by
 * ranges.
 *
 * It sets the `src` of the `<video>` in it, or makes one with its own attributes. If the URL has expired when the film needs
 * more data, it is signed anew, and the film continues; if that fails, `s3-error` has the reason.
 *
 * @tag s3-video
 * @slot - A `<video>`
 * @fires {CustomEvent<S3ErrorDetail>} s3-error - The film cannot be signed or displayed
 */
export class S3VideoElement extends MediaElement {
  /** @internal */
  protected override readonly tag = "video";
}
