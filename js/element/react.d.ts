/**
 * Types of the elements in the JSX of React 19: `import type {} from "s3-signpost/element/react"`.
 *
 * React keeps `key` to itself: a link, an image or a film has its object's key in `object-key`.
 */

import type { ComponentProps, DetailedHTMLProps, HTMLAttributes } from "react";
import type { ElementEvents, ElementMarkup } from "./markup.js";

type Listeners<Events> = {
  [Name in keyof Events & string as `on${Name}`]?: ((event: Events[Name]) => void) | undefined;
};

type Props<
  Tag extends keyof ElementMarkup,
  Native = DetailedHTMLProps<
    HTMLAttributes<HTMLElementTagNameMap[Tag]>,
    HTMLElementTagNameMap[Tag]
  >,
> = Omit<ElementMarkup[Tag], "key"> &
  Listeners<ElementEvents[Tag]> &
  Omit<Native, Exclude<keyof ElementMarkup[Tag], "key">>;

/** An element that gives its attributes to the native element it makes. */
type MediaProps<Tag extends "s3-img" | "s3-video", Native extends "img" | "video"> = Props<Tag> &
  Omit<ComponentProps<Native>, keyof Props<Tag> | "src" | "srcSet">;

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "s3-client": Props<"s3-client">;
      "s3-drop": Props<"s3-drop">;
      "s3-link": Props<"s3-link">;
      "s3-img": MediaProps<"s3-img", "img">;
      "s3-video": MediaProps<"s3-video", "video">;
    }
  }
}
