// call asks the API as the one who is signed in: the browser sends what it has of the session, which the API
// takes from our own pages alone. The reply's words are in the page's language. A refusal is thrown as
// the problem that the API answered, with status and detail.
export async function call(method, path, body, headers = {}) {
  const asked = { "Accept-Language": document.documentElement.lang, ...headers };
  const isPlain = body === undefined || body instanceof Blob || body instanceof FormData;
  if (!isPlain) asked["Content-Type"] = "application/json";
  const reply = await fetch(path, { method, headers: asked, body: isPlain ? body : JSON.stringify(body) });
  const isJSON = /[/+]json/.test(reply.headers.get("Content-Type") ?? "");
  const value = isJSON ? await reply.json() : undefined;
  if (!reply.ok) throw Object.assign(new Error(value?.detail ?? reply.statusText), { status: reply.status, problem: value });
  return { value, etag: reply.headers.get("ETag") };
}
