// How much is left of a limited pack changes by the second, so the page asks when it is looked at.

const every = 5_000;

const tell = (place, { state, text }) => {
  place.textContent = text;
  place.hidden = !text;
  place.dataset.state = state;
  place.closest(".offer").querySelectorAll(".buy, .way").forEach((way) => (way.hidden = state === "sold_out"));
};

const ask = async (place) => {
  const reply = await fetch(place.dataset.stock).catch(() => null);
  if (!reply?.ok) return;
  const told = await reply.json();
  tell(place, told);
  if (told.state === "unlimited") return;
  setTimeout(() => (document.hidden ? document.addEventListener("visibilitychange", () => ask(place), { once: true }) : ask(place)), every);
};

/** Says on a pack's page how many pieces are left, where there are only so many. */
export function stock(page) {
  page.querySelectorAll("[data-stock]").forEach(ask);
}
