// The pages of packs work without script; this lets drawings be dropped on them, saves as one writes, and
// keeps what is shown in step with the draft.
import "./studio.js";
import { Draft } from "./packs/draft.js";
import { autosave } from "./packs/fields.js";
import { arrange } from "./packs/order.js";
import { desk } from "./packs/desk.js";
import { findings } from "./packs/findings.js";
import { live } from "./packs/live.js";
import { pictures } from "./packs/pictures.js";
import { suggestSlug, submitOnChange } from "./packs/small.js";

submitOnChange(document);
suggestSlug(document);

const root = document.getElementById("desk");
if (root) {
  const draft = new Draft(root);
  autosave(document, draft);
  pictures(document, draft);
  arrange(document, draft);
  findings(document, draft);
  desk(document, draft);
  live(document, draft);
}
