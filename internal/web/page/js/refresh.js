// Parts of a page that change by themselves are asked for again while the page is looked at.

const every = 5_000;

const renew = async (part) => {
  if (document.hidden) return;
  const reply = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!reply?.ok) return;
  const fresh = new DOMParser().parseFromString(await reply.text(), "text/html").getElementById(part.id);
  if (fresh && fresh.innerHTML !== part.innerHTML) part.replaceChildren(...fresh.childNodes);
};

/** Keeps elements with data-refresh, which need an id, as the server has them. */
export function refresh(page) {
  page.querySelectorAll("[data-refresh]").forEach((part) => setInterval(() => renew(part), every));
}
