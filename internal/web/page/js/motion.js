// Stickers move while they are hovered, focused or touched, and stand still otherwise.

const calm = () =>
  matchMedia("(prefers-reduced-motion: reduce)").matches ||
  matchMedia("(prefers-reduced-data: reduce)").matches ||
  navigator.connection?.saveData === true;

const move = (image) => {
  if (calm() || image.dataset.rest) return;
  image.dataset.rest = image.src;
  image.dataset.set = image.srcset;
  image.removeAttribute("srcset");
  image.src = image.dataset.motion;
};

const rest = (image) => {
  if (!image.dataset.rest) return;
  image.srcset = image.dataset.set;
  image.src = image.dataset.rest;
  delete image.dataset.rest;
};

const imagesOf = (target) =>
  target.closest?.("a, button")?.querySelectorAll("img[data-motion]") ?? [];

/** Lets the stickers of a page move when they are asked to. */
export function animate(page) {
  for (const type of ["pointerover", "focusin"]) {
    page.addEventListener(type, (event) => imagesOf(event.target).forEach(move));
  }
  for (const type of ["pointerout", "focusout"]) {
    page.addEventListener(type, (event) => {
      const holder = event.target.closest?.("a, button");
      if (holder && !holder.contains(event.relatedTarget)) imagesOf(holder).forEach(rest);
    });
  }
  if (calm()) page.querySelectorAll("img[data-still]").forEach((image) => { image.src = image.dataset.still; });
}
