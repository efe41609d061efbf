// The page of a pack is where drawings are dropped: each becomes a tile at once and a sticker soon.
import { call } from "../api.js";
import { chosen, dropped } from "./files.js";
import { fresh, soon, swap } from "./live.js";
import { renumber } from "./order.js";
import { removal } from "./removal.js";
import { Tile } from "./tile.js";
import { canUpload, upload } from "./upload.js";

// lanes is how many files are sent at a time.
const lanes = 3;
const largest = 8 << 20;
const archive = /\.(zip|wastickers)$/i;
const manifest = /(^|\/)(pack\.yaml|contents\.json|productInfo\.meta|meta\.json|manifest\.[a-z]+|getStickerSet\.json)$/i;

const shortcodeOf = (name) =>
  name.replace(/\.[^.]*$/, "").normalize("NFKD").toLowerCase().replace(/[^a-z0-9]+/g, "_").replace(/^_+|_+$/g, "").slice(0, 90) || "sticker";

const form = (files) => {
  const all = new FormData();
  for (const file of files) all.append("files", file, file.name);
  return all;
};

class Desk {
  constructor(page, draft) {
    this.page = page;
    this.draft = draft;
    this.list = page.getElementById("tiles");
    this.waiting = [];
    this.busy = 0;
    this.adding = Promise.resolve();
    this.taken = new Set([...page.querySelectorAll("[data-shortcode]")].map((tile) => tile.dataset.shortcode));
    this.arrived = new Map();
    this.refresh = soon(() => this.settle(), 120);
  }

  /** take adds files: a pack that brings its words as a whole, pictures one by one. */
  take(files) {
    const packed = files.filter((file) => archive.test(file.name));
    for (const file of packed) this.bring(file, file);
    const loose = files.filter((file) => !packed.includes(file));
    if (loose.some((file) => manifest.test(file.name))) this.bring(loose.find((file) => manifest.test(file.name)), form(loose));
    else this.takePictures(loose);
  }

  // bring fills an empty pack from an archive or a folder with its words, in any layout that is known.
  async bring(named, body) {
    const tile = new Tile(this.page, named, this.draft.words);
    this.list.append(tile.element);
    if (this.list.querySelector("[data-sticker]")) return tile.fail(this.draft.words.zipFirst);
    tile.progress(1);
    const { slug, creator, source } = this.draft.words;
    const hints = new URLSearchParams({ slug, creator, source_locale: source });
    const headers = body instanceof FormData ? {} : { "Content-Type": "application/zip" };
    try {
      const { value } = await call("POST", `/v1/packs/import?${hints}`, body, headers);
      location.assign(`/studio/packs/${value.pack.id}?done=uploaded`);
    } catch (error) {
      const reasons = error.problem?.errors?.map((one) => one.detail).join(" ");
      tile.fail([error.problem?.detail ?? this.draft.words.offline, reasons].filter(Boolean).join(" "), () => { tile.element.remove(); this.bring(named, body); });
    }
  }

  takePictures(files) {
    this.page.querySelector("main > .notice.good")?.remove(); // what it said is done
    const jobs = files.map((file) => ({ file, tile: new Tile(this.page, file, this.draft.words), ready: null }));
    for (const job of jobs) {
      this.list.append(job.tile.element);
      job.sent = new Promise((done) => { job.ready = done; });
      this.adding = this.adding.then(() => job.sent).then((digest) => digest && this.add(job, digest));
    }
    jobs[0]?.tile.element.scrollIntoView({ block: "nearest" });
    this.waiting.push(...jobs);
    this.work();
  }

  work() {
    while (this.busy < lanes && this.waiting.length > 0) {
      this.busy++;
      this.send(this.waiting.shift()).finally(() => { this.busy--; this.work(); });
    }
  }

  async send(job) {
    const again = () => this.again(job);
    if (job.file.size > largest) {
      job.tile.fail(this.draft.words.tooLarge, again);
      return job.ready(null);
    }
    try {
      job.ready(await upload(job.file, (part) => job.tile.progress(part), this.draft));
    } catch (error) {
      job.tile.fail(error.problem?.detail ?? this.draft.words.noImage, again);
      job.ready(null);
    }
  }

  again(job) {
    job.sent = new Promise((done) => { job.ready = done; });
    this.adding = this.adding.then(() => job.sent).then((digest) => digest && this.add(job, digest));
    this.waiting.push(job);
    this.work();
  }

  free(name) {
    const wanted = shortcodeOf(name);
    let free = wanted;
    for (let n = 2; this.taken.has(free); n++) free = `${wanted}_${n}`;
    this.taken.add(free);
    return free;
  }

  async add(job, digest) {
    job.shortcode ??= this.free(job.file.name);
    try {
      await this.addOnce(job.shortcode, digest);
      const sticker = this.draft.stickers.find((one) => one.shortcode === job.shortcode);
      this.arrived.set(sticker.id, job.tile.element);
      this.refresh();
    } catch (error) {
      const reason = error.problem?.errors?.[0]?.detail ?? error.problem?.detail ?? this.draft.words.kept;
      job.tile.fail(reason, () => this.again(job));
    }
  }

  // addOnce adds a sticker also when the draft changed meanwhile, and not twice when only the answer was lost.
  async addOnce(shortcode, digest) {
    for (;;) {
      try {
        return await this.draft.change("POST", "/stickers", { sha256: digest, shortcode, emoji: [] });
      } catch (error) {
        if (error.status !== 412) throw error;
        const { stickers } = await this.draft.read();
        if (stickers.some((one) => one.shortcode === shortcode && one.sha256 === digest)) return;
      }
    }
  }

  // settle puts the finished stickers in the places of their tiles.
  async settle() {
    const now = await fresh(`/studio/packs/${this.draft.id}`).catch(() => null);
    if (!now) return this.refresh();
    for (const [id, tile] of this.arrived) {
      const made = now.getElementById(`tile-${id}`);
      if (!made) continue;
      tile.replaceWith(document.adoptNode(made));
      this.arrived.delete(id);
    }
    for (const id of ["pack-head", "stickers-title"]) swap(this.page, now, id);
    this.page.getElementById("tiles-hint").hidden = false;
    ready(this.page);
    renumber(this.page);
    this.draft.dispatchEvent(new Event("tiles"));
  }
}

// ready shows what only works with script.
const ready = (page) => page.querySelectorAll(".grip[hidden], .discard[hidden], [data-script][hidden]").forEach((element) => { element.hidden = false; });

function catchDrops(page, desk) {
  const over = page.getElementById("drop-over");
  let depth = 0;
  const holds = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  const show = (by) => { depth = Math.max(depth + by, 0); over.hidden = depth === 0; };
  page.addEventListener("dragenter", (event) => { if (holds(event)) { event.preventDefault(); show(1); } });
  page.addEventListener("dragleave", (event) => { if (holds(event)) show(-1); });
  page.addEventListener("dragover", (event) => { if (holds(event)) event.preventDefault(); });
  page.addEventListener("drop", async (event) => {
    if (!holds(event)) return;
    event.preventDefault();
    depth = 0;
    over.hidden = true;
    desk.take(await dropped(event.dataTransfer));
  });
}

/** Makes the page of a pack take files. */
export function desk(page, draft) {
  const drop = page.getElementById("drop");
  if (!drop || !canUpload()) return;
  const made = new Desk(page, draft);
  catchDrops(page, made);
  drop.querySelectorAll("[data-files]").forEach((input) => input.addEventListener("change", () => {
    made.take(chosen(input));
    input.value = "";
  }));
  ready(page);
  removal(page, draft);
}
