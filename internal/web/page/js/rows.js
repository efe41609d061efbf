// Arrow keys go from cover to cover; where there is a mouse, buttons scroll a row.

const stops = (list) => [...list.querySelectorAll(":scope > li > :is(a, button):not([popover] *)")];

const forward = (list) => (getComputedStyle(list).direction === "rtl" ? -1 : 1);

// columns counts how many stops share the first line of a grid.
const columns = (all) => all.filter((stop) => stop.offsetTop === all[0].offsetTop).length;

const step = (list, key, all) => {
  const grid = list.dataset.row === "grid";
  switch (key) {
    case "ArrowRight": return forward(list);
    case "ArrowLeft": return -forward(list);
    case "ArrowDown": return grid ? columns(all) : 0;
    case "ArrowUp": return grid ? -columns(all) : 0;
    case "Home": return -all.length;
    case "End": return all.length;
  }
  return 0;
};

const walk = (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("[popover]")) return;
  const list = event.currentTarget;
  const all = stops(list);
  const at = all.indexOf(event.target.closest("a, button"));
  const by = at < 0 ? 0 : step(list, event.key, all);
  if (by === 0) return;
  event.preventDefault();
  all[Math.min(Math.max(at + by, 0), all.length - 1)].focus();
};

const arrow = (strip, row, to) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "round scroll";
  button.dataset.to = to;
  button.tabIndex = -1;
  button.setAttribute("aria-hidden", "true");
  button.innerHTML = to === "next"
    ? '<svg class="icon mirrored" viewBox="0 0 24 24"><path d="m9.5 5.5 6.5 6.5-6.5 6.5"/></svg>'
    : '<svg class="icon mirrored" viewBox="0 0 24 24"><path d="m14.5 5.5-6.5 6.5 6.5 6.5"/></svg>';
  button.addEventListener("click", () => {
    const sign = (to === "next" ? 1 : -1) * forward(row);
    row.scrollBy({ left: sign * row.clientWidth * 0.8, behavior: "smooth" });
  });
  strip.append(button);
  return button;
};

const buttons = (row) => {
  const strip = row.closest(".strip");
  const previous = arrow(strip, row, "previous");
  const next = arrow(strip, row, "next");
  const update = () => {
    const at = Math.abs(row.scrollLeft);
    previous.hidden = at < 8;
    next.hidden = at > row.scrollWidth - row.clientWidth - 8;
  };
  row.addEventListener("scroll", update, { passive: true });
  new ResizeObserver(update).observe(row);
};

/** Steers the rows and grids of a page. */
export function steer(page) {
  page.querySelectorAll("[data-row]").forEach((list) => list.addEventListener("keydown", walk));
  page.querySelectorAll(".strip > .row").forEach(buttons);
}
