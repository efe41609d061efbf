// What the report says of a sticker stands beside it.
import { fresh, soon } from "./live.js";

// most is how many findings a tile shows; the report has all.
const most = 3;

const item = (row, platform) => {
  const made = document.createElement("li");
  made.className = `finding ${row.classList.contains("error") ? "error" : "warn"}`;
  made.textContent = (platform === "hallyu" ? "" : `${platform}: `) + row.querySelector(".finding-text").textContent;
  return made;
};

const collect = (report) => {
  const bySticker = new Map();
  for (const place of report.querySelectorAll(".report-row:is(.error, .warn) [data-shortcode]")) {
    const all = bySticker.get(place.dataset.shortcode) ?? [];
    all.push(item(place.closest(".report-row"), place.closest(".platform").dataset.platform));
    bySticker.set(place.dataset.shortcode, all);
  }
  return bySticker;
};

const fill = (holder, all) => {
  const place = holder.querySelector("[data-findings]");
  const list = document.createElement("ul");
  list.className = "findings";
  list.append(...all.slice(0, most));
  if (all.length > most) list.append(Object.assign(document.createElement("li"), { className: "finding more", textContent: `+${all.length - most}` }));
  place.replaceChildren(...(all.length ? [list] : []));
};

/** Shows beside each sticker what the report says of it. */
export function findings(page, draft) {
  const holders = () => page.querySelectorAll("[data-shortcode]:has([data-findings])");
  const update = async () => {
    if (holders().length === 0) return;
    const report = await fresh(`/studio/packs/${draft.id}/report`).catch(() => null);
    if (!report) return;
    if (report.querySelector("[data-unfinished]")) again();
    const bySticker = collect(report);
    holders().forEach((holder) => fill(holder, bySticker.get(holder.dataset.shortcode) ?? []));
  };
  const again = soon(update, 1500); // the report streams in
  draft.addEventListener("changed", soon(update, 800));
  draft.addEventListener("tiles", soon(update, 800));
  update();
}
