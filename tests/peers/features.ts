import type { Feature } from "./feature.ts";
import { checksumFeatures } from "./features/checksums.ts";
import { corsFeatures } from "./features/cors.ts";
import { credentialFeatures } from "./features/credentials.ts";
import { formFeatures } from "./features/forms.ts";
import { headerFeatures } from "./features/headers.ts";
import { rejectionFeatures } from "./features/rejections.ts";
import { transferFeatures } from "./features/transfers.ts";
import { urlFeatures } from "./features/urls.ts";

/** All features, in the order of the table's rows. */
export const features: Feature[] = [
  ...urlFeatures,
  ...formFeatures,
  ...checksumFeatures,
  ...rejectionFeatures,
  ...credentialFeatures,
  ...transferFeatures,
  ...headerFeatures,
  ...corsFeatures,
];
