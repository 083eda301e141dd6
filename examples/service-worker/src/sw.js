import { S3 } from "s3-signpost";
import { pageCredentials, serveBucket } from "s3-signpost/service-worker";
import { bucket } from "./settings.js";

const s3 = new S3({ ...bucket, credentials: pageCredentials() });

// `<img src="/private/cat.jpg">` shows the object cat.jpg.
addEventListener("fetch", serveBucket(s3, { at: "/private/" }));
addEventListener("install", (event) => event.waitUntil(skipWaiting()));
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
