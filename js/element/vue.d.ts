/**
 * Types of the elements in the templates of Vue: `import type {} from "s3-signpost/element/vue"`.
 *
 * Vue keeps `key` to itself: a link, an image or a film has its object's key in `object-key`.
 */

import type {
  EmitFn,
  HTMLAttributes,
  ImgHTMLAttributes,
  PublicProps,
  VideoHTMLAttributes,
} from "vue";
import type { ElementEvents, ElementMarkup } from "./markup.js";

type Component<Tag extends keyof ElementMarkup, Native = HTMLAttributes> = new () => {
  $props: Omit<ElementMarkup[Tag], "key"> & Omit<Native, keyof ElementMarkup[Tag]> & PublicProps;
  $emit: EmitFn<{
    [Name in keyof ElementEvents[Tag]]: (event: ElementEvents[Tag][Name]) => void;
  }>;
};

declare module "vue" {
  interface GlobalComponents {
    "s3-client": Component<"s3-client">;
    "s3-drop": Component<"s3-drop">;
    "s3-link": Component<"s3-link">;
    "s3-img": Component<"s3-img", Omit<ImgHTMLAttributes, "src" | "srcset">>;
    "s3-video": Component<"s3-video", Omit<VideoHTMLAttributes, "src">>;
  }
}
