// In a sticker's viewer the arrow keys go to its neighbours.

/** Lets one leaf through the stickers of a pack, and opens the one that the address names. */
export function leaf(page) {
  page.addEventListener("keydown", (event) => {
    const viewer = event.target.closest?.(".viewer:popover-open");
    if (!viewer || (event.key !== "ArrowRight" && event.key !== "ArrowLeft")) return;
    const ahead = (event.key === "ArrowRight") === (getComputedStyle(viewer).direction !== "rtl");
    event.preventDefault();
    viewer.querySelector(`[data-way="${ahead ? "next" : "previous"}"]`)?.click();
  });
  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (named?.matches(".viewer")) named.showPopover();
}
