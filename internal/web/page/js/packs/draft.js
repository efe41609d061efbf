// The draft on the server, as this page knows it. Changes go one after the other, each with the version
// that it was made from, so nobody's work is written over unseen.
import { call } from "../api.js";
import { patiently } from "./patience.js";

export class Draft extends EventTarget {
  constructor(root) {
    super();
    this.id = root.dataset.pack;
    this.words = root.dataset;
    this.version = Number(root.dataset.version);
    this.queue = Promise.resolve();
    this.others = new BroadcastChannel(`hallyu-pack-${this.id}`);
    this.others.addEventListener("message", () => this.dispatchEvent(new Event("elsewhere")));
  }

  get path() { return `/v1/packs/${this.id}`; }

  /** change sends a change when those before it are through; it throws the problem that it met. */
  change(method, path, body) {
    const sent = this.queue.then(() => this.send(method, path, body));
    this.queue = sent.catch(() => {});
    return sent;
  }

  async send(method, path, body) {
    const { value } = await patiently(() => call(method, this.path + path, body, { "If-Match": `"${this.version}"` }), this);
    this.took(value);
    this.dispatchEvent(new Event("changed"));
    this.others.postMessage(this.version);
    return value;
  }

  /** read asks for the draft as it is now. */
  async read() {
    const { value } = await patiently(() => call("GET", this.path), this);
    this.took(value);
    return value;
  }

  took(value) {
    if (!value?.version) return;
    this.version = value.version;
    this.stickers = value.stickers;
  }

  /** say tells everyone, those who listen too. */
  say(text, name = "", at = "") {
    const said = document.getElementById("said");
    said.textContent = text.replace("%", name).replace("$", at);
  }
}
