// @ts-nocheck: it runs beside the installed packages.
import { cognito, Presigner, S3 } from "s3-signpost";
import { check } from "../../program.js";

export const dynamic = "force-dynamic";

export async function GET() {
  return new Response(await check({ cognito, Presigner, S3 }));
}
