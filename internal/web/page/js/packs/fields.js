// What one writes is saved when one pauses. What somebody else wrote meanwhile is shown, never lost.

const listed = (text) => text.split(/[,\n、،]/).map((part) => part.trim()).filter(Boolean);

const emojiOf = (text) => {
  if (!Intl.Segmenter) return text.split(/\s+/).filter(Boolean);
  const parts = new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(text);
  return [...parts].map((part) => part.segment).filter((part) => part.trim() !== "");
};

const readers = { emoji: emojiOf, keywords: listed, tags: listed };
const joiners = { emoji: " ", keywords: ", ", tags: ", " };

const partsOf = (field) => {
  const dot = field.indexOf(".");
  return dot < 0 ? [field, ""] : [field.slice(0, dot), field.slice(dot + 1)];
};

const patchOf = (field, text) => {
  const [name, locale] = partsOf(field);
  const value = readers[name] ? readers[name](text) : text;
  return { [name]: locale ? { [locale]: value } : value };
};

// textIn is a field of the draft as its input would show it.
const textIn = (thing, field) => {
  const [name, locale] = partsOf(field);
  const value = (locale ? thing?.[name]?.[locale] : thing?.[name]) ?? "";
  return Array.isArray(value) ? value.join(joiners[name]) : value;
};

const stickerOf = (input) => input.closest("[data-sticker]")?.dataset.sticker;

const pathOf = (input) => (stickerOf(input) ? `/stickers/${stickerOf(input)}` : "");

const baseOf = (input) => input.dataset.base ?? (input.tagName === "SELECT" ? initialOf(input) : input.defaultValue);

const initialOf = (select) => [...select.options].find((option) => option.defaultSelected)?.value ?? "";

const stateOf = (input) => {
  const next = input.nextElementSibling;
  if (next?.matches(".field-state")) return next;
  const state = document.createElement("p");
  state.className = "field-state";
  input.after(state);
  return state;
};

const show = (input, kind, text) => {
  const state = stateOf(input);
  state.className = `field-state ${kind}`;
  state.textContent = text;
  input.setAttribute("aria-invalid", String(kind === "bad"));
};

const button = (text, act) => {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button quiet small";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
};

// ask shows what was there, what somebody else made of it, and lets choose.
function ask(input, theirs, draft) {
  const words = draft.words, base = baseOf(input);
  const state = stateOf(input);
  state.className = "field-state conflict";
  state.setAttribute("role", "alert");
  const line = (label, text) => Object.assign(document.createElement("span"), { className: "side", textContent: `${label}: ${text}` });
  const settle = (value) => { input.dataset.base = theirs; input.value = value; state.removeAttribute("role"); save(input, draft); input.focus(); };
  const mine = input.value;
  state.replaceChildren(
    Object.assign(document.createElement("strong"), { textContent: words.conflict }),
    line(words.base, base || "–"),
    button(`${words.yours}: ${mine || "–"}`, () => settle(mine)),
    button(`${words.theirs}: ${theirs || "–"}`, () => settle(theirs)),
  );
}

async function merge(input, draft) {
  const pack = await draft.read();
  const id = stickerOf(input);
  const thing = id ? pack.stickers.find((sticker) => sticker.id === id) : pack;
  const theirs = textIn(thing, input.dataset.field);
  if (theirs === baseOf(input) || theirs === input.value) return true;
  ask(input, theirs, draft);
  return false;
}

const reason = (problem) => problem?.errors?.map((error) => error.detail).join(" ") || problem?.detail || "";

async function save(input, draft) {
  const value = input.value;
  if (value === baseOf(input)) {
    show(input, "", "");
    return;
  }
  show(input, "saving", draft.words.saving);
  try {
    await draft.change("PATCH", pathOf(input), patchOf(input.dataset.field, value));
    input.dataset.base = value;
    show(input, "saved", draft.words.saved);
    draft.say(draft.words.saved);
  } catch (error) {
    if (error.status === 412) {
      if (await merge(input, draft)) await save(input, draft);
      return;
    }
    show(input, "bad", `${reason(error.problem)} ${draft.words.kept}`);
  }
}

const lengths = (input) => {
  const limit = Number(input.dataset.limit);
  const bar = Object.assign(document.createElement("progress"), { className: "length", max: limit });
  const text = Object.assign(document.createElement("span"), { className: "length-text" });
  bar.setAttribute("aria-hidden", "true");
  const update = () => {
    const length = [...input.value].length;
    bar.value = length;
    bar.classList.toggle("full", length > limit * 0.9);
    text.textContent = `${length} / ${limit}`;
  };
  const line = document.createElement("div");
  line.className = "length-line";
  line.append(bar, text);
  input.after(line);
  input.addEventListener("input", update);
  update();
};

/** Saves the fields of a page while they are written. */
export function autosave(page, draft) {
  const timers = new WeakMap();
  const now = (input) => { clearTimeout(timers.get(input)); save(input, draft); };
  page.querySelectorAll("[data-limit]").forEach(lengths);
  page.addEventListener("input", (event) => {
    const input = event.target;
    if (!input.dataset?.field) return;
    clearTimeout(timers.get(input));
    timers.set(input, setTimeout(() => now(input), 900));
  });
  page.addEventListener("change", (event) => { if (event.target.dataset?.field) now(event.target); });
  page.addEventListener("submit", (event) => {
    if (!event.target.querySelector("[data-field]")) return;
    event.preventDefault();
    event.target.querySelectorAll("[data-field]").forEach(now);
  });
  addEventListener("beforeunload", (event) => {
    const unsaved = [...page.querySelectorAll("[data-field]")].some((input) => input.value !== baseOf(input));
    if (unsaved) event.preventDefault();
  });
}
