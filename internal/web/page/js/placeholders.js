// Until a picture has come, its ThumbHash stands in its place.
import { thumbHashToURL } from "./thumbhash.js";

const stand = (image) => {
  if (image.complete) return;
  try {
    image.style.background = `center / contain no-repeat url(${thumbHashToURL(image.dataset.hash)})`;
  } catch {
    return; // a hash that is none: the tile's own colour does
  }
  const clear = () => { image.style.background = ""; };
  image.addEventListener("load", clear, { once: true });
  image.addEventListener("error", clear, { once: true });
};

/** Puts placeholders where pictures have not come yet. */
export function placeholders(page) {
  page.querySelectorAll("img[data-hash]").forEach(stand);
}
