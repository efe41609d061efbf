// What is shown keeps in step with the draft, also when it is edited in another window.

/** fresh asks for a page of the studio as it is now. */
export async function fresh(address = location.pathname + location.search) {
  const reply = await fetch(address, { headers: { Accept: "text/html" } });
  if (!reply.ok || reply.redirected) throw new Error(reply.statusText);
  return new DOMParser().parseFromString(await reply.text(), "text/html");
}

/** swap puts the new form of an element in the place of the old one. What the reader opened stays open, and the focus where it is. */
export function swap(page, from, id) {
  const old = page.getElementById(id), made = from.getElementById(id);
  if (!old || !made) return;
  for (const open of old.querySelectorAll("details[id][open]")) made.querySelector(`#${CSS.escape(open.id)}`)?.setAttribute("open", "");
  const focused = old.contains(page.activeElement) ? page.activeElement : null;
  const inside = focused?.closest("details[id]")?.id;
  old.replaceWith(document.adoptNode(made));
  if (inside) page.getElementById(inside)?.querySelector("summary").focus();
}

/** soon does something when it was not asked for again for a moment. */
export function soon(act, milliseconds) {
  let timer;
  return () => { clearTimeout(timer); timer = setTimeout(act, milliseconds); };
}

/** Keeps the parts of a page that follow the draft up to date. */
export function live(page, draft) {
  const followed = page.querySelector("[data-live]");
  const renew = async () => {
    const now = await fresh().catch(() => null);
    if (!now) return;
    swap(page, now, "pack-head");
    if (followed) swap(page, now, followed.id);
  };
  const update = soon(renew, 400);
  const unfinished = () => { if (page.querySelector("[data-unfinished]")) setTimeout(async () => { await renew(); unfinished(); }, 1000); };
  unfinished();
  draft.addEventListener("changed", update);
  if (followed) draft.addEventListener("elsewhere", update);
}
