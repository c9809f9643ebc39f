// One cycle: a bar for each invocation that it made, from when it reached its environment to its answer.

import { count, gbSeconds, many, milliseconds, short, time, usd } from '/words.js';

const HEIGHT = 340;
const AXIS = 20;

export const line = (cycle) => {
  if (cycle.dropped) return `dropped: ${cycle.dropped}`;
  if (cycle.state === 'failed') return `failed: ${cycle.problem}`;
  if (cycle.state === 'running') return `runs: ${many(cycle.members.length, 'environment')} so far`;
  const parts = [`${count(cycle.reached)} of ${count(cycle.target)} warm`, `${count(cycle.cold)} of them cold`];
  if (cycle.demand !== undefined) parts.splice(1, 0, `${count(cycle.demand)} at once needed`, cycle.why);
  if (cycle.asked) parts.splice(1, 0, `${count(cycle.asked)} asked for`);
  parts.push(many(cycle.rounds, 'round'), `window ${milliseconds(cycle.windowMs)}`, `spread ${milliseconds(cycle.spreadMs)}`);
  if (cycle.throttled) parts.push(`${cycle.throttled} throttled`);
  if (cycle.failed) parts.push(`${cycle.failed} failed`);
  if (cycle.billedGbSeconds !== undefined) parts.push(gbSeconds(cycle.billedGbSeconds));
  if (cycle.costUsd !== undefined) parts.push(usd(cycle.costUsd));
  if (cycle.stopped) parts.push(cycle.stopped);
  if (cycle.problem) parts.push(cycle.problem);
  return parts.join(', ');
};

export const name = (cycle) =>
  `${time(cycle.at)} ${cycle.state === 'done' && !cycle.dropped ? `${cycle.reached}/${cycle.target}` : cycle.dropped ? 'dropped' : cycle.state}`;

// The leader, then each with those that it held below it.
export const ordered = (members) => {
  const below = new Map();
  for (const member of members) {
    const parent = member.parent ?? (member.depth === 0 ? undefined : 'leader');
    below.set(parent, [...(below.get(parent) ?? []), member]);
  }
  const rows = [];
  const add = (member) => {
    rows.push(member);
    const children = member.depth === 0 ? below.get('leader') : below.get(member.environment);
    if (member.depth !== 0) below.delete(member.environment);
    (children ?? []).sort((a, b) => a.from - b.from).forEach(add);
  };
  (below.get(undefined) ?? []).forEach(add);
  const placed = new Set(rows);
  return [...rows, ...members.filter((member) => !placed.has(member))];
};

// From a little before the first hold to the end: what the leader does before that is not seen by anybody else.
export const span = (members) => {
  const end = Math.max(...members.map((member) => member.to ?? member.from), 1);
  const first = Math.min(...members.filter((member) => member.depth > 0).map((member) => member.from), end);
  return { begin: first === end ? 0 : Math.max(0, first - (end - first) / 8), end };
};

export class Wave {
  #canvas;
  #tip;
  #chosen;
  #cycle;
  #rows = [];
  #row = 0;

  constructor(canvas, tip, chosen) {
    this.#canvas = canvas;
    this.#tip = tip;
    this.#chosen = chosen;
    canvas.addEventListener('pointermove', (event) => this.#point(event));
    canvas.addEventListener('pointerleave', () => (tip.hidden = true));
    canvas.addEventListener('click', (event) => {
      const member = this.#at(event);
      if (member) chosen(member.environment);
    });
    new ResizeObserver(() => this.draw()).observe(canvas.parentElement);
  }

  show(cycle) {
    this.#cycle = cycle;
    this.#rows = cycle ? ordered(cycle.members) : [];
    this.draw();
  }

  draw() {
    const cycle = this.#cycle;
    if (!cycle || this.#rows.length === 0) return;
    const width = this.#canvas.parentElement.clientWidth;
    if (width === 0) return;
    this.#row = Math.min(14, (HEIGHT - AXIS) / this.#rows.length);
    const height = Math.ceil(this.#row * this.#rows.length) + AXIS;
    const scale = devicePixelRatio;
    this.#canvas.width = width * scale;
    this.#canvas.height = height * scale;
    this.#canvas.style.height = `${height}px`;
    const pen = this.#canvas.getContext('2d');
    pen.scale(scale, scale);
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(`--${name}`).trim();
    const { begin, end } = span(this.#rows);
    const left = 2;
    const x = (ms) => left + (Math.max(0, ms - begin) / (end - begin)) * (width - left - 2);
    if (cycle.windowMs) {
      // The holds let go together, at the end of the window.
      const holds = this.#rows.filter((member) => member.depth > 0 && member.to !== undefined && !member.cold);
      const closes = holds.length > 0 ? Math.max(...holds.map((member) => member.to)) : end;
      pen.fillStyle = colour('band');
      pen.fillRect(x(Math.max(0, closes - cycle.windowMs)), 0, x(closes) - x(Math.max(0, closes - cycle.windowMs)), height - AXIS);
    }
    const places = new Map();
    this.#rows.forEach((member, i) => {
      const top = i * this.#row;
      const thick = Math.max(0.5, this.#row - (this.#row > 4 ? 2 : this.#row > 2 ? 1 : 0));
      places.set(member.environment, top + thick / 2);
      const from = x(member.from);
      const to = x(member.to ?? end);
      pen.fillStyle = colour(member.depth === 0 ? 'leader' : member.cold ? 'cold' : 'held');
      if (member.cold && member.depth > 0 && thick > 3) {
        // Striped: whoever sees no colours sees who was cold.
        for (let at = from; at < to; at += 6) pen.fillRect(at, top, Math.min(4, to - at), thick);
      } else {
        pen.fillRect(from, top, Math.max(1, to - from), thick);
      }
    });
    if (this.#row > 4) {
      pen.strokeStyle = colour('faint');
      pen.lineWidth = 1;
      for (const member of this.#rows) {
        if (!member.parent || !places.has(member.parent)) continue;
        const at = x(member.from);
        pen.beginPath();
        pen.moveTo(at, places.get(member.parent));
        pen.lineTo(at, places.get(member.environment));
        pen.stroke();
      }
    }
    pen.fillStyle = colour('faint');
    pen.font = `12px ${getComputedStyle(document.body).fontFamily}`;
    pen.textBaseline = 'bottom';
    pen.fillText(begin === 0 ? '0' : milliseconds(begin), left, height);
    pen.textAlign = 'right';
    pen.fillText(milliseconds(end), width - 2, height);
    this.#canvas.setAttribute('aria-label', `A bar for each of ${many(this.#rows.length, 'invocation')} of the cycle, from ${milliseconds(begin)} to ${milliseconds(end)}`);
  }

  #at(event) {
    return this.#rows[Math.floor((event.clientY - this.#canvas.getBoundingClientRect().top) / this.#row)];
  }

  #point(event) {
    const member = this.#at(event);
    this.#tip.hidden = !member;
    if (!member) return;
    const parts = [
      `${member.depth === 0 ? 'Leader' : 'Environment'} ${short(member.environment)}`,
      `${milliseconds(member.from)} to ${member.to === undefined ? 'now' : milliseconds(member.to)}`,
      member.cold ? 'was cold' : 'was warm',
    ];
    if (member.depth > 0) parts.push(member.parent ? `held by ${short(member.parent)}` : 'held by the leader');
    this.#tip.replaceChildren(...parts.map((part) => Object.assign(document.createElement('div'), { textContent: part })));
    const { width, height } = this.#tip.getBoundingClientRect();
    this.#tip.style.left = `${Math.max(8, Math.min(event.clientX + 12, innerWidth - width - 8))}px`;
    this.#tip.style.top = `${Math.max(8, Math.min(event.clientY + 12, innerHeight - height - 8))}px`;
  }
}
