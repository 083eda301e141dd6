import type { CorsReport } from "s3-signpost";
import { words } from "../words.ts";
import type { Finding } from "./finding.ts";
import type { Observation } from "./observe.ts";

const { network, cors: corsWords } = words.doctor;

/** Returns whether the page reaches the service. */
export function checkNetwork({ host, cors }: Observation): Finding {
  const { problem, cause } = cors;
  if (problem === "offline") return { state: "failed", ...network.offline };
  if (problem === "mixed-content") return { state: "failed", ...network.mixedContent(host) };
  if (problem) {
    const { found, fix } = network.unreachable(host);
    return { state: "failed", found, meaning: cause?.message, fix: cause?.hint ?? fix };
  }
  return { state: "ok", found: network.reached(host) };
}

/** Returns whether the bucket's CORS rules allow the uses of this page. */
export function checkRules({ cors }: Observation, isAws: boolean): Finding {
  if (cors.problem) return { state: "skipped", found: corsWords.unreachable };
  const uses = Object.values(cors.uses);
  const refused = uses.filter(({ allowed }) => allowed === false);
  if (!allowsOrigin(cors)) {
    const { found, meaning, fix } = corsWords.noOrigin(location.origin);
    return { state: "failed", found, fix, meaning: isAws ? meaning : corsWords.hidden };
  }
  if (refused.length > 0) {
    const found = corsWords.refused(refused.length, uses.length);
    return {
      state: "warning",
      found,
      meaning: corsWords.refusedMeaning,
      fix: corsWords.refusedFix,
    };
  }
  if (uses.some(({ unknown }) => unknown.length > 0)) {
    return { state: "warning", ...corsWords.unknown };
  }
  return { state: "ok", found: corsWords.allowed(location.origin) };
}

/** Whether a rule names this origin, as far as requests show. */
export function allowsOrigin(cors: CorsReport): boolean {
  return !Object.values(cors.uses).some(({ missing }) =>
    missing.some((entry) => entry.endsWith(" in AllowedOrigins")),
  );
}
