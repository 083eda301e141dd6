// @ts-nocheck: it runs beside the installed package.
import { cognito, Presigner, S3 } from "s3-signpost";
import { check } from "./program.js";

export default {
  fetch: async () => new Response(await check({ cognito, Presigner, S3 })),
};
