// The way to a pack can be sent to a chat, or copied.

const send = async (button) => {
  const url = new URL(button.dataset.share, location.href).href;
  if (navigator.share) {
    await navigator.share({ url, title: document.title }).catch(() => {});
    return;
  }
  await navigator.clipboard.writeText(url);
  button.querySelector("span").textContent = button.dataset.done;
};

/** Shows the buttons that share a link where the browser can. */
export function share(page) {
  if (!navigator.share && !navigator.clipboard) return;
  page.querySelectorAll("[data-share]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => send(button));
  });
}
