/**
 * Hooks that sign each request of a media player, a map or a 3D scene. A URL of an object at the signer's place is
 * presigned; any other URL is requested as it is.
 */

import { NOT_SIGNER } from "../messages/options.ts";
import { optionError } from "../option-error.ts";

/** A `Presigner`, or the `LiveSigner` of `S3.signer()`, whose credentials are renewed. */
export interface UrlSigner {
  /** Returns the presigned URL of an object, and any other URL as it is. */
  sign(url: string, options?: { method?: "GET" | "HEAD" }): string;
}

/**
 * Returns the `xhrSetup` of hls.js: playlists, segments and keys are signed, also when they are requested again.
 *
 * Throws `InvalidOption` if `signer` has no method `sign`.
 *
 * @example
 * const hls = new Hls({ xhrSetup: hlsSetup(await s3.signer()) });
 * hls.loadSource("s3://BUCKET/film/index.m3u8");
 */
export function hlsSetup(
  signer: UrlSigner,
): (xhr: { open(method: string, url: string, async: boolean): void }, url: string) => void {
  const sign = signerOf(signer);
  return (xhr, url) => {
    const signed = sign(url);
    // hls.js opens a request that is not open yet with the URL of the playlist.
    if (signed !== url) xhr.open("GET", signed, true);
  };
}

/**
 * Returns a hook for `onRequest` of VHS, the HTTP streaming of video.js. It signs HLS and DASH by their methods.
 *
 * Throws `InvalidOption` if `signer` has no method `sign`.
 *
 * @example
 * const hook = vhsHook(await s3.signer());
 * player.on("xhr-hooks-ready", () => player.tech(true).vhs.xhr.onRequest(hook));
 */
export function vhsHook(
  signer: UrlSigner,
): <T extends { uri: string; method?: string | undefined }>(options: T) => T {
  const sign = signerOf(signer);
  // VHS keeps the object it passed, and its errors show the URL in it: a copy keeps the signature out of them.
  return (options) => ({ ...options, uri: sign(options.uri, options.method) });
}

/**
 * Returns a request filter for Shaka Player. It signs every URI of a GET or HEAD request; a license request, which is
 * a POST, passes.
 *
 * Throws `InvalidOption` if `signer` has no method `sign`.
 *
 * @example
 * player.getNetworkingEngine().registerRequestFilter(shakaFilter(await s3.signer()));
 * await player.load("https://BUCKET.s3.eu-west-1.amazonaws.com/film/manifest.mpd");
 */
export function shakaFilter(
  signer: UrlSigner,
): (type: unknown, request: { uris: string[]; method: string }) => void {
  const sign = signerOf(signer);
  return (_, request) => {
    request.uris = request.uris.map((uri) => sign(uri, request.method));
  };
}

/**
 * Returns a request interceptor for dash.js. It signs GET and HEAD requests; any other method passes.
 *
 * Throws `InvalidOption` if `signer` has no method `sign`.
 *
 * @example
 * player.addRequestInterceptor(dashInterceptor(await s3.signer()));
 */
export function dashInterceptor(
  signer: UrlSigner,
): <T extends { url: string; method?: string | undefined }>(request: T) => Promise<T> {
  const sign = signerOf(signer);
  return async (request) => {
    request.url = sign(request.url, request.method);
    return request;
  };
}

/**
 * Returns the `transformRequest` of MapLibre GL and Mapbox GL: styles, tiles, glyphs and sprites are signed.
 *
 * Throws `InvalidOption` if `signer` has no method `sign`.
 *
 * @example
 * const map = new Map({ container, style, transformRequest: transformRequest(await s3.signer()) });
 * map.addSource("photos", { type: "raster", tiles: ["s3://BUCKET/tiles/{z}/{x}/{y}.png"] });
 */
export function transformRequest(signer: UrlSigner): (url: string) => { url: string } {
  const sign = signerOf(signer);
  return (url) => ({ url: sign(url) });
}

/**
 * Returns a function for `setURLModifier` of a three.js `LoadingManager`: models, buffers and textures are signed.
 *
 * Throws `InvalidOption` if `signer` has no method `sign`.
 *
 * @example
 * const manager = new LoadingManager().setURLModifier(urlModifier(await s3.signer()));
 * new GLTFLoader(manager).load("s3://BUCKET/models/cat.gltf", (model) => scene.add(model.scene));
 */
export function urlModifier(signer: UrlSigner): (url: string) => string {
  const sign = signerOf(signer);
  return (url) => sign(url);
}

/** Returns a function that signs a URL for GET or HEAD, and returns the URL of any other method as it is. */
function signerOf(signer: UrlSigner): (url: string, method?: string) => string {
  if (typeof signer?.sign !== "function") throw optionError(NOT_SIGNER, "signer");
  return (url, method = "GET") => {
    const name = method.toUpperCase();
    if (name === "HEAD") return signer.sign(url, { method: name });
    return name === "GET" ? signer.sign(url) : url;
  };
}
