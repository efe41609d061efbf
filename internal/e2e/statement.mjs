// Works a statement out anew from the export of its sales and the contracts that they name, in whole numbers of any
// size: {csv, contracts, statement} on standard input, what it disagrees with on standard output.
import { text } from "node:stream/consumers";

const { csv, contracts, statement } = JSON.parse(await text(process.stdin));
const complaints = [];

// RFC 4180.
function table(source) {
  const rows = [[]];
  for (const [, quoted, plain, end] of source.matchAll(/(?:"((?:[^"]|"")*)"|([^,"\r\n]*))(,|\r\n|$)/g)) {
    rows.at(-1).push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === "\r\n") rows.push([]);
    if (end === "") break;
  }
  const [head, ...body] = rows;
  return body.filter((row) => row.length === head.length).map((row) => Object.fromEntries(row.map((cell, i) => [head[i], cell])));
}

const minor = (decimal) => BigInt(decimal.replace(".", ""));

// The parts of an amount in the order in which equal remainders are given out.
const parties = ["earned", "brand", "platform", "store_fee", "tax"];

function split(amount, terms) {
  if (amount < 0n) return split(-amount, terms).map((part) => -part);
  const all = 10000n;
  const brand = terms.brand > all ? all : terms.brand;
  const creator = terms.creator > all - brand ? all - brand : terms.creator;
  const left = all - terms.fee;
  const weights = [all * left * creator, all * left * brand, all * left * (all - brand - creator), all * all * terms.fee, all * all * terms.tax];
  const whole = all * all * (all + terms.tax);
  const parts = weights.map((weight) => (amount * weight) / whole);
  const order = weights.map((weight, i) => [(amount * weight) % whole, i]).sort(([a, i], [b, j]) => (a === b ? i - j : a > b ? -1 : 1));
  let rest = amount - parts.reduce((sum, part) => sum + part, 0n);
  for (const [, i] of order) {
    if (rest-- > 0n) parts[i]++;
  }
  return parts;
}

function termsOf(line) {
  const own = contracts.find(({ id }) => id === line.contract);
  const collab = contracts.find(({ id }) => id === line.collab_contract);
  const taxes = own.taxes ?? {};
  return {
    tax: BigInt(taxes[line.region] ?? taxes["001"] ?? 0), fee: BigInt(own.store_fee ?? 0), creator: BigInt(own.share), brand: BigInt(collab?.share ?? 0),
  };
}

const positions = new Map();
const accounts = new Map();
const lines = table(csv);
for (const line of lines) {
  const terms = termsOf(line);
  const before = positions.get(line.order) ?? 0n;
  const after = before + minor(line.gross);
  positions.set(line.order, after);
  const was = split(before, terms);
  const parts = split(after, terms).map((part, i) => part - was[i]);
  const account = accounts.get(line.currency) ?? { gross: 0n, sales: 0n, returns: 0n, ...Object.fromEntries(parties.map((party) => [party, 0n])) };
  parties.forEach((party, i) => {
    if (minor(line[party]) !== parts[i]) complaints.push(`${line.order} ${line.kind}: ${party} is ${line[party]}, not ${parts[i]} minor units`);
    account[party] += parts[i];
  });
  account.gross += minor(line.gross);
  account[line.kind === "sale" ? "sales" : "returns"]++;
  accounts.set(line.currency, account);
}
for (const said of statement.accounts) {
  const account = accounts.get(said.currency);
  for (const [name, value] of Object.entries(account)) {
    if (BigInt(said[name]) !== value) complaints.push(`${said.currency}: ${name} is ${said[name]}, not ${value}`);
  }
}
if (statement.accounts.length !== accounts.size) complaints.push(`${statement.accounts.length} accounts, not ${accounts.size}`);
process.stdout.write(JSON.stringify({ lines: lines.length, complaints }));
