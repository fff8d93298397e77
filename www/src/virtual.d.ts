/** The newest committed record of how the times grow, in Node, with the day it was made; undefined where there is none. */
declare module "virtual:growth" {
  import type { Growth } from "./view/scalingfigure";
  const growth: Growth | undefined;
  export default growth;
}
/** The scenario files that come with the page, listed when it is built. */
declare module "virtual:gallery" {
  import type { GalleryEntry } from "./store/snapshot";
  const gallery: readonly GalleryEntry[];
  export default gallery;
}
