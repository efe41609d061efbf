// Writes prices.json: how Node's Intl.NumberFormat (ICU) writes money. Run: node prices.js > prices.json
const locales = "en ko ja id ms fil th vi es ar ar-EG es-MX en-GB en-IN de fr pt-BR pt-PT zh-Hant zh-Hans hi ru pl de-CH fa tr".split(" ");
const currencies = "KRW JPY USD IDR MYR PHP THB VND EUR SAR AED EGP MAD KWD".split(" ");
const values = [0, 1, 990, 2500, 12345, 1234567, 987654321];
const all = [];
for (const locale of locales) for (const currency of currencies) {
  const format = new Intl.NumberFormat(locale, { style: "currency", currency });
  const digits = format.resolvedOptions().maximumFractionDigits;
  for (const amount of values) all.push([locale, currency, amount, format.format(amount / 10 ** digits)]);
}
console.log("[\n" + all.map((row) => JSON.stringify(row)).join(",\n") + "\n]");
