// The studio works without script; this makes it quicker. Nothing is remembered.
import { once } from "./forms.js";
import { animate } from "./motion.js";
import { placeholders } from "./placeholders.js";
import { localTimes } from "./times.js";
import { refresh } from "./refresh.js";

once(document);
animate(document);
placeholders(document);
localTimes(document);
refresh(document);
