// Stickers are put in order by dragging them, or with the keyboard.

const tilesOf = (list) => [...list.querySelectorAll(":scope > .desk-tile[data-sticker]:not([hidden])")];

const place = (list, tile) => tilesOf(list).indexOf(tile) + 1;

const number = (list) => tilesOf(list).forEach((tile, i) => { tile.querySelector(".place").textContent = i + 1; });

const idsOf = (list) => [...list.querySelectorAll(":scope > [data-sticker]")].map((tile) => tile.dataset.sticker);

// put moves a tile to where another stands; the others make room.
function put(list, tile, at) {
  const all = tilesOf(list);
  const from = all.indexOf(tile), to = Math.min(Math.max(at, 0), all.length - 1);
  if (to === from) return;
  if (to > from) all[to].after(tile); else all[to].before(tile);
  number(list);
}

async function send(list, draft, before) {
  const ids = idsOf(list);
  if (ids.join() === before.join()) return;
  try {
    await draft.change("PUT", "/order", { stickers: ids });
    draft.say(draft.words.saved);
  } catch (error) {
    if (error.status !== 412) return restore(list, before, draft, error);
    const known = (await draft.read()).stickers.map((sticker) => sticker.id);
    if (known.join() === before.join()) return send(list, draft, before);
    if ([...known].sort().join() !== [...ids].sort().join()) return location.reload();
    restore(list, known, draft, error);
  }
}

function restore(list, ids, draft, error) {
  for (const id of ids) list.append(list.querySelector(`[data-sticker="${CSS.escape(id)}"]`));
  number(list);
  draft.say(error.problem?.detail ?? draft.words.kept);
}

const columns = (all) => all.filter((tile) => tile.offsetTop === all[0].offsetTop).length;

const step = (list, key) => {
  const ahead = getComputedStyle(list).direction === "rtl" ? -1 : 1;
  return { ArrowRight: ahead, ArrowLeft: -ahead, ArrowDown: columns(tilesOf(list)), ArrowUp: -columns(tilesOf(list)), Home: -1e3, End: 1e3 }[key] ?? 0;
};

function byKeyboard(list, draft) {
  let lifted = null, before = [];
  const name = (tile) => tile.dataset.shortcode;
  const drop = (tile, keep) => {
    lifted = null;
    tile.classList.remove("lifted");
    tile.querySelector(".grip").setAttribute("aria-pressed", "false");
    if (!keep) restore(list, before, draft, { problem: { detail: "" } });
    draft.say(draft.words.dropped, name(tile), place(list, tile));
    if (keep) send(list, draft, before);
  };
  const lift = (tile) => {
    lifted = tile;
    before = idsOf(list);
    tile.classList.add("lifted");
    tile.querySelector(".grip").setAttribute("aria-pressed", "true");
    draft.say(draft.words.lifted, name(tile), place(list, tile));
  };
  list.addEventListener("keydown", (event) => {
    const grip = event.target.closest(".grip");
    if (!grip) return;
    const tile = grip.closest(".desk-tile");
    if (event.key === " " || event.key === "Enter") {
      event.preventDefault();
      if (lifted) drop(tile, true); else lift(tile);
    } else if (lifted && event.key === "Escape") {
      drop(tile, false);
      grip.focus();
    } else if (lifted && step(list, event.key) !== 0) {
      event.preventDefault();
      put(list, tile, place(list, tile) - 1 + step(list, event.key));
      grip.focus();
      draft.say(draft.words.moved, name(tile), place(list, tile));
    }
  });
  list.addEventListener("focusout", (event) => {
    if (lifted && !lifted.contains(event.relatedTarget) && event.relatedTarget) drop(lifted, true);
  });
}

// scrollAtEdge lets a long grid be crossed while a tile is held.
const scrollAtEdge = (y) => {
  const edge = 80;
  if (y < edge) scrollBy(0, -12);
  else if (y > innerHeight - edge) scrollBy(0, 12);
};

function byDragging(list, draft) {
  list.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest(".grip");
    if (!grip || event.button !== 0) return;
    const tile = grip.closest(".desk-tile"), before = idsOf(list);
    grip.setPointerCapture(event.pointerId);
    tile.classList.add("dragged");
    const move = (at) => {
      scrollAtEdge(at.clientY);
      const over = document.elementsFromPoint(at.clientX, at.clientY).map((element) => element.closest?.(".desk-tile")).find((other) => other && other !== tile);
      if (over && list.contains(over) && over.dataset.sticker) put(list, tile, place(list, over) - 1);
    };
    const end = (ended) => {
      grip.removeEventListener("pointermove", move);
      tile.classList.remove("dragged");
      if (ended.type === "pointercancel") restore(list, before, draft, { problem: { detail: "" } });
      else send(list, draft, before);
    };
    grip.addEventListener("pointermove", move);
    grip.addEventListener("pointerup", end, { once: true });
    grip.addEventListener("pointercancel", end, { once: true });
  });
}

/** Lets the stickers of a pack be put in order. */
export function arrange(page, draft) {
  const list = page.getElementById("tiles");
  if (!list) return;
  byKeyboard(list, draft);
  byDragging(list, draft);
}

/** Numbers the tiles anew after some came or went. */
export function renumber(page) {
  const list = page.getElementById("tiles");
  if (list) number(list);
}
