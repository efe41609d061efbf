// Small things that forms do by themselves.

/** Sends a form when a choice in it changes. */
export function submitOnChange(page) {
  page.addEventListener("change", (event) => {
    if (event.target.matches("select[data-submit]")) event.target.form.requestSubmit();
  });
}

const slugOf = (title) =>
  title.normalize("NFKD").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 64);

/** Makes an address of a title until the address is written by hand. */
export function suggestSlug(page) {
  const slug = page.querySelector("input[data-slug-of]");
  const title = slug && page.getElementById(slug.dataset.slugOf);
  if (!title) return;
  let own = slug.value !== "";
  slug.addEventListener("input", () => { own = slug.value !== ""; });
  title.addEventListener("input", () => { if (!own) slug.value = slugOf(title.value); });
}
