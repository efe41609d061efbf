// Files come from a drop, a chooser, or a folder with folders in it.

const hidden = /(^|\/)(\.|__MACOSX|Thumbs\.db|desktop\.ini)/i;

const entriesOf = (folder) => new Promise((done) => {
  const reader = folder.createReader(), all = [];
  const more = () => reader.readEntries((some) => {
    if (some.length === 0) return done(all);
    all.push(...some);
    more();
  }, () => done(all));
  more();
});

const fileOf = (entry) => new Promise((done) => entry.file((file) => done([file]), () => done([])));

async function walk(entry) {
  if (entry.isFile) return fileOf(entry);
  const found = await Promise.all((await entriesOf(entry)).map(walk));
  return found.flat();
}

const byName = new Intl.Collator(undefined, { numeric: true });

const inOrder = (files) =>
  files.filter((file) => !hidden.test(file.webkitRelativePath || file.name)).sort((a, b) => byName.compare(a.webkitRelativePath || a.name, b.webkitRelativePath || b.name));

/** dropped are the files of a drop, those in folders too, by name. */
export async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (entries.length === 0) return inOrder([...transfer.files]);
  return inOrder((await Promise.all(entries.map(walk))).flat());
}

/** chosen are the files of an input, by name. */
export const chosen = (input) => inOrder([...input.files]);
