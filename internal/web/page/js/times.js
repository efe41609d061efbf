// Moments are written in UTC; here they become the reader's own time.

/** Writes the moments of a page in the reader's time zone and language. */
export function localTimes(page) {
  const style = { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  page.querySelectorAll("time[datetime]").forEach((element) => {
    const moment = new Date(element.dateTime);
    if (Number.isNaN(moment.getTime())) return;
    const year = moment.getFullYear() === new Date().getFullYear() ? {} : { year: "numeric" };
    element.textContent = new Intl.DateTimeFormat(document.documentElement.lang, { ...style, ...year }).format(moment);
  });
}
