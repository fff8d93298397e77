/** The scenario files that come with the page, listed when it is built. */
declare module "virtual:gallery" {
  import type { GalleryEntry } from "./store/snapshot";
  const gallery: readonly GalleryEntry[];
  export default gallery;
}
