// A broken connection is waited for, not given up.

const isWorthWaiting = (error) => error.status === undefined || error.status === 429 || error.status === 503 || error.status === 408;

const pause = (milliseconds) => new Promise((done) => {
  const go = () => { clearTimeout(timer); removeEventListener("online", go); done(); };
  const timer = setTimeout(go, milliseconds);
  addEventListener("online", go);
});

/** patiently does what may fail for a broken connection until it works; other failures are thrown. */
export async function patiently(act, draft) {
  for (let wait = 500; ; wait = Math.min(wait * 2, 15000)) {
    try {
      return await act();
    } catch (error) {
      if (!isWorthWaiting(error)) throw error;
      draft?.say(draft.words.offline);
      await pause(wait);
    }
  }
}
