// The public pages work without script; this makes them quick. Nothing is remembered.
import { animate } from "./motion.js";
import { steer } from "./rows.js";
import { placeholders } from "./placeholders.js";
import { localTimes } from "./times.js";
import { share } from "./share.js";
import { leaf } from "./viewer.js";
import { stock } from "./stock.js";

placeholders(document);
animate(document);
steer(document);
localTimes(document);
share(document);
leaf(document);
stock(document);
