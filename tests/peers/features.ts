import type { Feature } from "./feature.ts";
import { checksumFeatures } from "./features/checksums.ts";
import { credentialFeatures } from "./features/credentials.ts";
import { formFeatures } from "./features/forms.ts";
import { headerFeatures } from "./features/headers.ts";
import { refusalFeatures } from "./features/refusals.ts";
import { transferFeatures } from "./features/transfers.ts";
import { urlFeatures } from "./features/urls.ts";

/** All that a server is asked, in the order of the table. */
export const features: Feature[] = [
  ...urlFeatures,
  ...formFeatures,
  ...checksumFeatures,
  ...refusalFeatures,
  ...credentialFeatures,
  ...transferFeatures,
  ...headerFeatures,
];
