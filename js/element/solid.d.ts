/** Types of the elements in the JSX of Solid: `import type {} from "s3-signpost/element/solid"`. */

import type { JSX } from "solid-js";
import type { ElementEvents, ElementMarkup } from "./markup.js";

type Listeners<Events> = {
  [Name in keyof Events & string as `on:${Name}`]?: ((event: Events[Name]) => void) | undefined;
};

type Attributes<
  Tag extends keyof ElementMarkup,
  Native = JSX.HTMLAttributes<HTMLElementTagNameMap[Tag]>,
> = ElementMarkup[Tag] & Listeners<ElementEvents[Tag]> & Omit<Native, keyof ElementMarkup[Tag]>;

declare module "solid-js" {
  namespace JSX {
    interface IntrinsicElements {
      "s3-client": Attributes<"s3-client">;
      "s3-drop": Attributes<"s3-drop">;
      "s3-link": Attributes<"s3-link">;
      "s3-img": Attributes<
        "s3-img",
        Omit<JSX.ImgHTMLAttributes<HTMLElementTagNameMap["s3-img"]>, "src" | "srcset">
      >;
      "s3-video": Attributes<
        "s3-video",
        Omit<JSX.VideoHTMLAttributes<HTMLElementTagNameMap["s3-video"]>, "src">
      >;
    }
  }
}
