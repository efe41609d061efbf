// The studio works without script; this makes it quicker. Nothing is remembered.
import { once } from "./forms.js";

once(document);
