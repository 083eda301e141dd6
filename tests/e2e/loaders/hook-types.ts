/**
 * The hooks are assignable to the types of each library. The suite `types` and `npm run lint` compile this file; it is
 * never run. Mapbox GL is tested only here, since it draws nothing without an access token.
 */

import type { MediaPlayerClass } from "dashjs";
import type { HlsConfig } from "hls.js";
import type { RequestTransformFunction as MapboxTransform } from "mapbox-gl";
import type { RequestTransformFunction as MapLibreTransform } from "maplibre-gl";
import type shaka from "shaka-player";
import type { LoadingManager } from "three";
import {
  dashInterceptor,
  hlsSetup,
  shakaFilter,
  transformRequest,
  type UrlSigner,
  urlModifier,
  vhsHook,
} from "../../../js/integrations/loaders.ts";
import type { LiveSigner } from "../../../js/live-signer.ts";
import type { Presigner } from "../../../js/presigner.ts";

declare const signer: UrlSigner;

export const signers: UrlSigner[] = [{} as Presigner, {} as LiveSigner];
/** A signer need not know methods. */
export const plainSigner: UrlSigner = { sign: (url: string): string => url };

export const hlsHook: HlsConfig["xhrSetup"] = hlsSetup(signer);
/** video.js has no types of VHS: these are its documented options. */
export const vhsRequestHook: (options: VhsOptions) => VhsOptions = vhsHook(signer);
export const shakaHook: shaka.extern.RequestFilter = shakaFilter(signer);
export const dashHook: Parameters<MediaPlayerClass["addRequestInterceptor"]>[0] =
  dashInterceptor(signer);
export const mapLibreHook: MapLibreTransform = transformRequest(signer);
export const mapboxHook: MapboxTransform = transformRequest(signer);
export const threeHook: Parameters<LoadingManager["setURLModifier"]>[0] = urlModifier(signer);

interface VhsOptions {
  uri: string;
  headers?: Record<string, string>;
  timeout?: number;
}
