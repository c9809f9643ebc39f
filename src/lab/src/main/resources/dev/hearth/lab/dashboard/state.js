// What the page knows, and the one function that changes it: by a message of the lab, which says what has changed since the
// last. No part of the page, no clock: given the same messages it is the same.

const LINES = 1000;
const SECONDS = 1800;
const CYCLES = 50;

export const nothing = () => ({
  now: 0,
  cells: new Map(),
  cycles: new Map(),
  seconds: [],
  log: [],
  functions: [],
  totals: { requests: 0, cold: 0, failed: 0, throttled: 0, started: 0, cycles: 0, missed: 0,
    billed: { usersGbSeconds: 0, warmingGbSeconds: 0, usersUsd: 0, warmingUsd: 0 } },
});

// Changes the state and tells what the message meant for it: `touched` cells with what they were before, `finished` cycles.
export const take = (state, message) => {
  if (message.whole) Object.assign(state, nothing());
  state.now = message.now;
  state.functions = message.functions;
  state.totals = message.totals;
  const touched = message.cells.map((cell) => {
    const before = state.cells.get(cell.id);
    state.cells.set(cell.id, cell);
    return { cell, before };
  });
  const finished = [];
  for (const cycle of message.cycles) {
    const before = state.cycles.get(cycle.key);
    state.cycles.set(cycle.key, cycle);
    if (cycle.state === 'done' && before?.state !== 'done') finished.push(cycle);
  }
  while (state.cycles.size > CYCLES) state.cycles.delete(state.cycles.keys().next().value);
  for (const second of message.seconds) {
    const last = state.seconds.findLastIndex((it) => it.at <= second.at);
    if (last >= 0 && state.seconds[last].at === second.at) state.seconds[last] = second;
    else state.seconds.splice(last + 1, 0, second);
  }
  state.seconds.splice(0, state.seconds.length - SECONDS);
  state.log.push(...message.log);
  state.log.splice(0, state.log.length - LINES);
  return { whole: message.whole, touched, finished };
};

export const ended = (cell) => cell.state === 'ended' || cell.state === 'failed';

// Those that are gone for good for so long that nobody looks for them any more.
export const forget = (state, until) => {
  const gone = [];
  for (const [id, cell] of state.cells) {
    if (ended(cell) && cell.since < until) {
      state.cells.delete(id);
      gone.push(id);
    }
  }
  return gone;
};

// Of the requests since then: how many, and the middle of what their seconds say, weighed by requests.
export const waited = (seconds, since) => {
  const asked = seconds.filter((second) => second.at * 1000 >= since && second.requests);
  const requests = asked.reduce((sum, second) => sum + second.requests, 0);
  if (requests === 0) return undefined;
  const ordered = [...asked].sort((a, b) => a.p50 - b.p50);
  let seen = 0;
  const middle = ordered.find((second) => (seen += second.requests) * 2 >= requests);
  return { requests, p50: middle.p50, worst: Math.max(...asked.map((second) => second.p99)) };
};

// The last `span` seconds in at most 300 equal parts; a level lasts until it is told otherwise.
export const parts = (seconds, now, span) => {
  const step = Math.max(1, Math.ceil(span / 300));
  const to = Math.floor(now / 1000 / step) * step;
  const from = to - span;
  let i = 0;
  let before;
  while (i < seconds.length && seconds[i].at < from) before = seconds[i++];
  const result = [];
  for (let at = from; at <= to; at += step) {
    const part = {
      at: at * 1000, users: before?.users ?? 0, held: before?.held ?? 0, warm: before?.warm ?? 0,
      cold: 0, failed: 0, throttled: 0, requests: 0, p50: null, p99: null, billed: before?.billed,
    };
    for (; i < seconds.length && seconds[i].at < at + step; i++) {
      const second = seconds[i];
      part.users = Math.max(part.users, second.mostUsers);
      part.held = Math.max(part.held, second.mostHeld);
      part.warm = Math.max(part.warm, second.warm);
      part.cold += second.cold ?? 0;
      part.failed += second.failed ?? 0;
      part.throttled += second.throttled ?? 0;
      if (second.requests) {
        part.p50 = part.requests ? Math.max(part.p50, second.p50) : second.p50;
        part.p99 = Math.max(part.p99 ?? 0, second.p99);
        part.requests += second.requests;
      }
      part.billed = second.billed;
      before = second;
    }
    result.push(part);
  }
  return result;
};
