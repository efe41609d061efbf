// A tile stands for a file from the moment it is dropped: its picture, how far it is, and what is wrong.

const draw = async (canvas, file) => {
  try {
    const image = await createImageBitmap(file);
    const scale = Math.min(canvas.width / image.width, canvas.height / image.height, 1);
    const width = image.width * scale, height = image.height * scale;
    canvas.getContext("2d").drawImage(image, (canvas.width - width) / 2, (canvas.height - height) / 2, width, height);
    image.close();
  } catch {
    canvas.parentElement.classList.add("unseen-picture"); // no picture that this browser reads: the server says why
  }
};

/** Tile shows one file on its way into the pack. */
export class Tile {
  constructor(page, file, words) {
    this.words = words;
    this.element = page.getElementById("pending").content.firstElementChild.cloneNode(true);
    this.bar = this.element.querySelector("progress");
    this.state = this.element.querySelector(".file-state");
    this.ways = this.element.querySelector(".file-ways");
    this.element.querySelector("bdi").textContent = file.name;
    this.bar.setAttribute("aria-label", file.name);
    this.state.textContent = words.waiting;
    draw(this.element.querySelector("canvas"), file);
  }

  progress(part) {
    this.bar.value = part;
    this.state.textContent = part < 1 ? `${Math.round(part * 100)} %` : this.words.making;
  }

  /** fail says what is wrong and offers what can be done about it. */
  fail(reason, again) {
    this.element.classList.add("failed");
    this.bar.hidden = true;
    this.state.textContent = reason;
    this.state.setAttribute("role", "alert");
    this.ways.hidden = false;
    this.ways.replaceChildren(
      ...(again ? [this.way(this.words.again, () => { this.reset(); again(); })] : []),
      this.way(this.words.discard, () => this.element.remove()),
    );
  }

  reset() {
    this.element.classList.remove("failed");
    this.bar.hidden = false;
    this.bar.value = 0;
    this.ways.hidden = true;
    this.state.removeAttribute("role");
    this.state.textContent = this.words.waiting;
  }

  way(text, act) {
    const made = Object.assign(document.createElement("button"), { type: "button", className: "button quiet small", textContent: text });
    made.addEventListener("click", act);
    return made;
  }
}
