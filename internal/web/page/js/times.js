// Moments are written in UTC; here they become the reader's own time.

// formOf is the language of the page as its region writes it: days come before months in en-PH, not in en-US.
const formOf = (language, region) => {
  try {
    return new Intl.Locale(language, { region }).toString();
  } catch {
    return language;
  }
};

/** Writes the moments of a page in the reader's time zone and language. */
export function localTimes(page) {
  const style = { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  const form = formOf(document.documentElement.lang, location.pathname.split("/")[1]);
  page.querySelectorAll("time[datetime]").forEach((element) => {
    const moment = new Date(element.dateTime);
    if (Number.isNaN(moment.getTime())) return;
    const year = moment.getFullYear() === new Date().getFullYear() ? {} : { year: "numeric" };
    element.textContent = new Intl.DateTimeFormat(form, { ...style, ...year }).format(moment);
  });
}
