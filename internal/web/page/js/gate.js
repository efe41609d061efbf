// The gate works without script; where the browser reads QR codes itself, its camera may be used instead of typing.
import "./studio.js";
import { localTimes } from "./times.js";

const camera = document.getElementById("camera");
const form = document.getElementById("gate");
const [video, button, said] = ["video", "button", "p"].map((name) => camera.querySelector(name));

const pause = 250; // ms between two looks
const forget = 4_000; // ms after which the same code counts again

let stream = null;
let seen = { text: "", at: 0 };

/** ask sends a ticket and shows the answer, without leaving the camera. */
const ask = async (text) => {
  const sent = new URLSearchParams(new FormData(form));
  sent.set("ticket", text);
  const reply = await fetch(form.action, { method: "POST", body: sent, headers: { Accept: "text/html" } }).catch(() => null);
  const page = new DOMParser().parseFromString((await reply?.text()) ?? "", "text/html");
  const fresh = page.getElementById("answer");
  if (!fresh) {
    form.elements.ticket.value = text; // signed out, or no network: the page itself says what is wrong
    form.requestSubmit();
    return;
  }
  const answer = document.getElementById("answer");
  answer.replaceChildren(...fresh.childNodes);
  localTimes(answer);
  navigator.vibrate?.(answer.querySelector(".in") ? 80 : [80, 80, 80]);
};

const look = async (detector) => {
  if (!stream) return;
  const [code] = await detector.detect(video).catch(() => []);
  const now = performance.now();
  if (code && (code.rawValue !== seen.text || now - seen.at > forget)) {
    seen = { text: code.rawValue, at: now };
    await ask(code.rawValue);
  }
  if (code) seen.at = performance.now(); // one that stays before the camera is one question
  setTimeout(look, pause, detector);
};

const stop = () => {
  stream?.getTracks().forEach((track) => track.stop());
  stream = null;
  video.hidden = true;
  button.ariaPressed = "false";
  button.textContent = camera.dataset.scan;
};

const start = async (detector) => {
  said.textContent = "";
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch {
    said.textContent = camera.dataset.refused;
    return;
  }
  video.srcObject = stream;
  video.hidden = false;
  button.ariaPressed = "true";
  button.textContent = camera.dataset.stop;
  await video.play();
  look(detector);
};

const formats = (await globalThis.BarcodeDetector?.getSupportedFormats().catch(() => [])) ?? [];
if (formats.includes("qr_code") && navigator.mediaDevices) {
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  camera.hidden = false;
  button.addEventListener("click", () => (stream ? stop() : start(detector)));
  addEventListener("pagehide", stop);
}
