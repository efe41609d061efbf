// Bytes travel once, named by their digest: what is there already is not sent again.
import { patiently } from "./patience.js";

/** canUpload tells whether this browser can name bytes: it may only do so over https, or at home. */
export const canUpload = () => Boolean(globalThis.crypto?.subtle);

/** digestOf is the SHA-256 of a file in hexadecimal digits. */
export async function digestOf(file) {
  const sum = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(sum)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const isThere = async (address) => (await fetch(address, { method: "HEAD" })).ok;

// put sends a file; progress is told from 0 to 1. fetch cannot tell it, so this is XMLHttpRequest.
const put = (address, file, progress) => new Promise((done, failed) => {
  const request = new XMLHttpRequest();
  request.open("PUT", address);
  request.setRequestHeader("Accept-Language", document.documentElement.lang);
  request.setRequestHeader("Content-Type", "application/octet-stream");
  request.responseType = "json";
  request.upload.addEventListener("progress", (event) => progress(event.loaded / event.total));
  request.addEventListener("error", () => failed(new Error("network")));
  request.addEventListener("load", () => {
    if (request.status < 300) done(request.response);
    else failed(Object.assign(new Error(request.response?.detail), { status: request.status, problem: request.response }));
  });
  request.send(file);
});

/** upload sends a file unless it is there, and goes on after a broken connection. It returns the digest. */
export async function upload(file, progress, draft) {
  const digest = await digestOf(file);
  const address = `/v1/uploads/${digest}`;
  await patiently(async () => {
    if (!(await isThere(address))) await put(address, file, progress);
  }, draft);
  progress(1);
  return digest;
}
