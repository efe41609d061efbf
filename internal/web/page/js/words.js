import "./studio.js";

// The page of a message: what is wrong is told while one writes, and all can be done from the keyboard.
const form = document.getElementById("translation");
const pause = 300; // milliseconds without a key before texts are checked

if (form) {
  let field = form.querySelector("textarea");
  const fields = [...form.querySelectorAll("textarea")];
  const graphemes = new Intl.Segmenter(document.documentElement.lang, { granularity: "grapheme" });
  let waiting;
  let asked;

  const measure = (area) => {
    if (!area.dataset.length) return;
    const line = form.querySelector(`#${area.id} ~ .length`);
    const length = [...graphemes.segment(area.value)].length;
    line.querySelector("meter").value = length;
    line.querySelector("output").value = `${length} / ${area.dataset.length}`;
  };

  const check = async () => {
    asked?.abort();
    asked = new AbortController();
    try {
      const reply = await fetch(form.dataset.check, { method: "POST", body: new URLSearchParams(new FormData(form)), signal: asked.signal });
      if (!reply.ok) return;
      const page = new DOMParser().parseFromString(await reply.text(), "text/html");
      const found = page.getElementById("findings");
      if (found) document.getElementById("findings").replaceWith(found);
      const preview = page.getElementById("preview");
      if (preview) document.getElementById("preview").replaceWith(preview);
      offer();
    } catch { /* left, or typed on: the next check tells */ }
  };

  const write = (area, text) => {
    area.focus();
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };

  // offer shows what works with script alone.
  const offer = () => {
    for (const button of form.querySelectorAll("[data-insert], [data-fix], #copy, #keys")) button.hidden = false;
    for (const button of document.querySelectorAll("[data-take]")) button.hidden = field?.readOnly ?? true;
  };

  const copy = () => {
    const source = document.querySelector("#source .said:last-child bdi");
    field.value = source?.textContent ?? "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  };

  // take writes what was said before into the fields: each form's own text, else that of the form "other".
  const take = (match) => {
    const said = (category) => match.querySelector(`[data-category=${category}] bdi`)?.textContent;
    for (const area of fields) {
      area.value = said(area.name.slice("form.".length)) ?? said("other") ?? "";
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
    field.focus();
  };

  for (const button of document.querySelectorAll("[data-take]")) button.addEventListener("click", () => take(button.closest("li")));
  form.addEventListener("focusin", (event) => { if (fields.includes(event.target)) field = event.target; });
  form.addEventListener("input", (event) => {
    measure(event.target);
    clearTimeout(waiting);
    waiting = setTimeout(check, pause);
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.insert) write(field, button.dataset.insert);
    if (button?.id === "copy") copy();
    if (button?.dataset.fix !== undefined) {
      const area = document.getElementById(`form-${button.dataset.form}`);
      area.value = button.dataset.fix;
      area.dispatchEvent(new Event("input", { bubbles: true }));
      area.focus();
    }
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") { event.preventDefault(); const save = document.getElementById("save-next"); if (save) form.requestSubmit(save); }
    if (event.altKey && event.key === "ArrowDown") document.getElementById("next")?.click();
    if (event.altKey && event.key.toLowerCase() === "c") { event.preventDefault(); copy(); }
  });
  offer();
  field?.focus({ preventScroll: true });
}

// The table of messages: one box chooses all texts of the page that can be approved.
const all = document.querySelector("#approve [data-all]");

if (all) {
  const box = all.querySelector("input");
  const texts = [...document.querySelectorAll("#messages input[name=text]")];
  const count = () => {
    const chosen = texts.filter((text) => text.checked).length;
    box.checked = chosen === texts.length;
    box.indeterminate = chosen > 0 && !box.checked;
  };
  box.addEventListener("change", () => { for (const text of texts) text.checked = box.checked; });
  document.getElementById("messages").addEventListener("change", count);
  all.hidden = false;
  count();
}
