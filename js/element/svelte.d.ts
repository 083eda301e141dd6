/** Types of the elements in the templates of Svelte 5: `import type {} from "s3-signpost/element/svelte"`. */

import type { HTMLAttributes, HTMLImgAttributes, HTMLVideoAttributes } from "svelte/elements";
import type { ElementEvents, ElementMarkup } from "./markup.js";

type Listeners<Events> = {
  [Name in keyof Events & string as `on${Name}`]?: ((event: Events[Name]) => void) | undefined;
};

type Attributes<
  Tag extends keyof ElementMarkup,
  Native = HTMLAttributes<HTMLElementTagNameMap[Tag]>,
> = ElementMarkup[Tag] & Listeners<ElementEvents[Tag]> & Omit<Native, keyof ElementMarkup[Tag]>;

declare module "svelte/elements" {
  interface SvelteHTMLElements {
    "s3-client": Attributes<"s3-client">;
    "s3-drop": Attributes<"s3-drop">;
    "s3-link": Attributes<"s3-link">;
    "s3-img": Attributes<"s3-img", Omit<HTMLImgAttributes, "src" | "srcset">>;
    "s3-video": Attributes<"s3-video", Omit<HTMLVideoAttributes, "src">>;
  }
}
