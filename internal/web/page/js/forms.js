// once keeps a form from being sent twice by an impatient finger.
export function once(root) {
  for (const form of root.querySelectorAll("form[method=post]")) {
    form.addEventListener("submit", (event) => {
      if (form.ariaBusy === "true") event.preventDefault();
      form.ariaBusy = "true";
    });
  }
  // A page that comes back from the browser's memory has not sent anything.
  addEventListener("pageshow", () => {
    for (const form of root.querySelectorAll("form[aria-busy]")) form.ariaBusy = null;
  });
}
