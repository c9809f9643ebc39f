// How figures, times and ids are written.

const digits = (value, most) => value.toLocaleString('en-GB', { maximumSignificantDigits: most, useGrouping: true });

export const count = (value) => value.toLocaleString('en-GB');
export const many = (value, thing) => `${count(value)} ${thing}${value === 1 ? '' : 's'}`;
export const milliseconds = (value) => (value < 1000 ? `${digits(value, 3)} ms` : `${digits(value / 1000, 3)} s`);
export const gbSeconds = (value) => `${digits(value, 3)} GB-s`;
export const usd = (value) => (value === 0 ? '$0' : value < 0.01 ? `$${value.toFixed(7)}` : `$${value.toFixed(4)}`);
export const short = (id) => (id.length > 8 ? id.slice(0, 8) : id);

export const age = (from, now) => {
  const seconds = Math.max(0, Math.floor((now - from) / 1000));
  return seconds < 60 ? `${seconds} s` : seconds < 3600 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 3600)} h`;
};

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
export const time = (at) => clock.format(at);
export const exactTime = (at) => `${clock.format(at)}.${String(Math.floor(at) % 1000).padStart(3, '0')}`;
