// A sticker that is taken out can be put back for a while: it leaves the draft when that has passed.
import { renumber } from "./order.js";

const grace = 8000;

const toast = (text, action, act) => {
  const made = document.createElement("div");
  made.className = "toast";
  made.setAttribute("role", "status");
  const words = Object.assign(document.createElement("span"), { textContent: text });
  const undo = Object.assign(document.createElement("button"), { type: "button", className: "button quiet small", textContent: action });
  undo.addEventListener("click", act);
  made.append(words, undo);
  document.body.append(made);
  undo.focus();
  return made;
};

/** Lets stickers be taken out of a pack, and put back. */
export function removal(page, draft) {
  const leaving = new Map();
  const address = (id) => `${draft.path}/stickers/${id}`;
  const stay = (tile, shown, timer) => {
    clearTimeout(timer);
    leaving.delete(tile.dataset.sticker);
    tile.hidden = false;
    shown.remove();
    renumber(page);
    tile.querySelector("a").focus();
    draft.say(draft.words.restored, tile.dataset.shortcode);
  };
  const leave = async (tile) => {
    leaving.delete(tile.dataset.sticker);
    for (;;) {
      try {
        await draft.change("DELETE", `/stickers/${tile.dataset.sticker}`);
        break;
      } catch (error) {
        if (error.status === 404) break;
        if (error.status !== 412) { tile.hidden = false; renumber(page); return draft.say(error.problem?.detail ?? draft.words.kept); }
        await draft.read();
      }
    }
    tile.remove();
    renumber(page);
    draft.dispatchEvent(new Event("tiles"));
  };
  page.addEventListener("click", (event) => {
    const tile = event.target.closest(".discard")?.closest(".desk-tile");
    if (!tile) return;
    tile.hidden = true;
    renumber(page);
    let shown;
    const timer = setTimeout(() => { shown.remove(); leave(tile); }, grace);
    shown = toast(draft.words.removed.replace("%", tile.dataset.shortcode), draft.words.undo, () => stay(tile, shown, timer));
    leaving.set(tile.dataset.sticker, timer);
  });
  addEventListener("pagehide", () => {
    for (const [id, timer] of leaving) {
      clearTimeout(timer);
      fetch(address(id), { method: "DELETE", keepalive: true });
    }
  });
}
