// Writes written.json: how Node's Intl (ICU) writes numbers, days, times and lists. Run: node written.js > written.json
const locales = "en ko ja id ms fil th vi es ar ar-EG ar-u-nu-arab ar-EG-u-nu-latn th-u-ca-gregory en-u-nu-thai es-MX en-GB en-IN de de-AT fr pt-BR pt-PT zh-Hant zh-Hans hi ru pl de-CH tr fi".split(" ");
const numbers = ["0", "7", "-7", "1234", "-1234.5", "12345", "1234567", "0.5", "1234567.891"];
const moments = ["2026-01-02T00:05:00Z", "2026-11-23T09:30:00Z", "2024-02-29T12:00:00Z", "2031-06-07T19:45:00Z"];
const words = ["A", "B", "C", "D"];
const all = [];
for (const locale of locales) {
  const timed = locale !== "ko"; // CLDR 48.2 has put right the Korean halves of the day, which Node's 48.0 writes in English
  for (const n of numbers) {
    all.push([locale, "number", n, new Intl.NumberFormat(locale, { maximumFractionDigits: 3 }).format(n)]);
    all.push([locale, "percent", n, new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 3 }).format(n)]);
  }
  for (const m of moments) {
    const at = new Date(m);
    for (const length of ["full", "long", "medium", "short"]) {
      all.push([locale, "date " + length, m, new Intl.DateTimeFormat(locale, { dateStyle: length, timeZone: "UTC" }).format(at)]);
      if (timed) all.push([locale, "datetime " + length, m, new Intl.DateTimeFormat(locale, { dateStyle: length, timeStyle: "short", timeZone: "UTC" }).format(at)]);
    }
    if (timed) all.push([locale, "time", m, new Intl.DateTimeFormat(locale, { timeStyle: "short", timeZone: "UTC" }).format(at)]);
  }
  for (let n = 1; n <= 4; n++) {
    const some = words.slice(0, n);
    all.push([locale, "list", some.join(), new Intl.ListFormat(locale, { type: "conjunction" }).format(some)]);
    all.push([locale, "list or", some.join(), new Intl.ListFormat(locale, { type: "disjunction" }).format(some)]);
  }
}
console.log("[\n" + all.map((row) => JSON.stringify(row)).join(",\n") + "\n]");
