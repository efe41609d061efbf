// A sticker's picture is replaced as soon as another is chosen.
import { canUpload, upload } from "./upload.js";

const patchOf = (locale, digest) => (locale ? { images: { [locale]: digest } } : { sha256: digest });

async function change(page, draft, input, patch) {
  const id = input.closest("[data-sticker]").dataset.sticker;
  for (;;) {
    try {
      await draft.change("PATCH", `/stickers/${id}`, await patch());
      break;
    } catch (error) {
      if (error.status !== 412) {
        input.setCustomValidity(error.problem?.detail ?? draft.words.kept);
        input.reportValidity();
        return;
      }
      await draft.read();
    }
  }
  await draft.queue;
  location.reload();
}

/** Saves the pictures that are chosen on a sticker's page, and whether it says something. */
export function pictures(page, draft) {
  if (!canUpload()) return;
  page.addEventListener("change", (event) => {
    const input = event.target;
    if (input.dataset?.picture !== undefined && input.files.length > 0) {
      input.setCustomValidity("");
      const sent = upload(input.files[0], () => {}, draft);
      change(page, draft, input, async () => patchOf(input.dataset.picture, await sent));
    } else if (input.dataset?.says !== undefined) {
      change(page, draft, input, async () => ({ says: input.checked }));
    } else if (input.dataset?.noPicture) {
      change(page, draft, input, async () => patchOf(input.dataset.noPicture, ""));
    }
  });
}
