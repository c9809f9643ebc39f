// The environments as cells. Each is a button, of which one can be reached by Tab and the others by arrow keys.

import { age, many, milliseconds, short } from '/words.js';
import { ended } from '/state.js';
import { span } from '/wave.js';

// Letters, so that nobody needs the colours; idle ones are bare, and show their age where there is room.
export const STATES = {
  starting: ['S', 'starting'],
  idle: ['', 'idle'],
  user: ['U', 'busy with a user'],
  leading: ['L', 'leading a cycle'],
  held: ['H', 'held by a cycle'],
  ended: ['×', 'ended'],
  failed: ['!', 'failed'],
};

const AFTERGLOW = 300;
const WAVE = 1600;

export const describe = (cell, now) => {
  const parts = [`Environment ${short(cell.id)}`, cell.function];
  const since = age(cell.since, now);
  if (cell.provisioned) parts.push('provisioned');
  if (cell.state === 'user' || cell.state === 'held' || cell.state === 'leading') {
    parts.push(`${STATES[cell.state][1]} for ${since}${cell.state === 'user' ? `: ${cell.what}` : ''}`);
  } else if (ended(cell)) {
    parts.push(`${STATES[cell.state][1]} ${since} ago: ${cell.why}`);
  } else {
    parts.push(`${STATES[cell.state][1]} for ${since}`);
  }
  if (cell.initMs !== undefined) parts.push(`init ${milliseconds(cell.initMs)}`);
  parts.push(`served ${many(cell.served, 'request')}`, `held ${many(cell.held, 'time')}`);
  return parts;
};

export class Pool {
  #box;
  #tip;
  #state;
  #now;
  #chosen;
  #elements = new Map();
  #shown = new Map(); // for a moment otherwise than it is: what was too short to see, and a cycle's wave
  #waves = [];
  #followed = new Set();
  #pointed;
  #still = matchMedia('(prefers-reduced-motion: reduce)');

  // now: the lab's time; chosen: told the cell that somebody follows.
  constructor(box, tip, state, now, chosen) {
    this.#box = box;
    this.#tip = tip;
    this.#state = state;
    this.#now = now;
    this.#chosen = chosen;
    box.addEventListener('click', (event) => this.#choose(event.target.closest('.cell')));
    box.addEventListener('keydown', (event) => this.#move(event));
    box.addEventListener('pointerover', (event) => this.#point(event.target.closest('.cell')));
    box.addEventListener('pointerleave', () => this.#point(null));
    box.addEventListener('focusin', (event) => this.#point(event.target.closest('.cell')));
    box.addEventListener('focusout', () => this.#point(null));
    addEventListener('keydown', (event) => event.key === 'Escape' && this.#point(null));
    addEventListener('scroll', () => this.#point(null), { passive: true });
  }

  clear() {
    this.#elements.clear();
    this.#shown.clear();
    this.#waves = [];
    this.#box.replaceChildren();
  }

  take(touched, at) {
    const fresh = document.createDocumentFragment();
    for (const { cell, before } of touched) {
      if (!this.#elements.has(cell.id)) fresh.append(this.#create(cell));
      if (before && cell.state === 'idle') {
        if (cell.served > before.served) this.#shown.set(cell.id, { state: 'user', until: at + AFTERGLOW });
        else if (cell.held > before.held && this.#still.matches) {
          this.#shown.set(cell.id, { state: 'held', until: at + AFTERGLOW });
        }
      }
      this.#draw(cell);
    }
    if (fresh.childElementCount > 0) {
      this.#box.append(fresh);
      this.#size();
    }
  }

  remove(ids) {
    for (const id of ids) {
      this.#elements.get(id)?.remove();
      this.#elements.delete(id);
    }
    if (ids.length > 0) this.#size();
  }

  // Shows again, in a time in which it can be seen, whom a cycle held from when to when. Returns how much slower that is.
  wave(cycle, at) {
    const { begin, end } = span(cycle.members);
    const slower = WAVE / (end - begin);
    const when = (ms) => at + Math.max(0, ms - begin) * slower;
    if (!this.#still.matches) {
      for (const member of cycle.members) {
        this.#waves.push({
          id: member.environment,
          from: when(member.from),
          show: { state: member.depth === 0 ? 'leading' : 'held', cold: member.cold, until: when(member.to ?? end) + 250 },
        });
      }
      this.#waves.sort((a, b) => a.from - b.from);
    }
    return slower;
  }

  // Once a frame: what is shown for a moment begins and ends.
  frame(at) {
    while (this.#waves.length > 0 && this.#waves[0].from <= at) {
      const { id, from, show } = this.#waves.shift();
      // As long as planned, though this frame came late.
      this.#shown.set(id, { ...show, until: show.until + at - from });
      this.#drawId(id);
    }
    for (const [id, show] of this.#shown) {
      if (show.until <= at) {
        this.#shown.delete(id);
        this.#drawId(id);
      }
    }
  }

  // Once a second: ages.
  tick() {
    const now = this.#now();
    const large = this.#box.dataset.size === 'large';
    for (const [id, element] of this.#elements) {
      const cell = this.#state.cells.get(id);
      if (cell && cell.state === 'idle' && !this.#shown.has(id)) this.#age(element, cell, now, large);
    }
    if (this.#pointed) this.#describe(this.#pointed);
  }

  follow(ids) {
    for (const id of this.#followed) this.#elements.get(id)?.removeAttribute('data-followed');
    this.#followed = ids;
    for (const id of ids) this.#elements.get(id)?.setAttribute('data-followed', '');
  }

  show(name) {
    for (const [id, element] of this.#elements) element.hidden = name !== '' && this.#state.cells.get(id)?.function !== name;
    this.#chosenFunction = name;
    this.#size();
  }

  #chosenFunction = '';

  #create(cell) {
    const element = document.createElement('button');
    element.type = 'button';
    element.className = 'cell';
    element.dataset.id = cell.id;
    element.tabIndex = this.#elements.size === 0 ? 0 : -1;
    element.hidden = this.#chosenFunction !== '' && cell.function !== this.#chosenFunction;
    if (this.#followed.has(cell.id)) element.dataset.followed = '';
    this.#elements.set(cell.id, element);
    return element;
  }

  #drawId(id) {
    const cell = this.#state.cells.get(id);
    if (cell) this.#draw(cell);
  }

  #draw(cell) {
    const element = this.#elements.get(cell.id);
    if (!element) return;
    const show = ended(cell) ? undefined : this.#shown.get(cell.id);
    const state = show?.state ?? cell.state;
    if (element.dataset.state !== state) {
      element.dataset.state = state;
      element.setAttribute('aria-label', `Environment ${short(cell.id)}, ${STATES[state][1]}${cell.provisioned ? ', provisioned' : ''}`);
      if (state !== 'idle') {
        element.textContent = STATES[state][0];
        element.removeAttribute('data-age');
      }
    }
    element.toggleAttribute('data-cold', Boolean(show?.cold));
    element.toggleAttribute('data-provisioned', Boolean(cell.provisioned));
    if (state === 'idle') this.#age(element, cell, this.#now(), this.#box.dataset.size === 'large');
    if (element === this.#pointed) this.#describe(element);
  }

  // Quarters of the time that it may idle.
  #age(element, cell, now, large) {
    const idle = this.#state.functions.find((it) => it.name === cell.function)?.idleMs ?? Infinity;
    const quarter = String(Math.min(3, Math.max(0, Math.floor((4 * (now - cell.since)) / idle))));
    if (element.dataset.age !== quarter) element.dataset.age = quarter;
    const text = large ? age(cell.since, now) : cell.provisioned ? 'P' : '';
    if (element.textContent !== text) element.textContent = text;
  }

  #size() {
    let number = 0;
    for (const element of this.#elements.values()) number += element.hidden ? 0 : 1;
    const size = number <= 60 ? 'large' : number <= 300 ? 'medium' : 'small';
    if (this.#box.dataset.size !== size) {
      this.#box.dataset.size = size;
      for (const id of this.#elements.keys()) this.#drawId(id);
    }
    if (!this.#box.querySelector('.cell[tabindex="0"]')) {
      const first = this.#elements.values().next().value;
      if (first) first.tabIndex = 0;
    }
  }

  #choose(element) {
    const cell = element && this.#state.cells.get(element.dataset.id);
    if (cell) this.#chosen(cell);
  }

  #move(event) {
    const cells = [...this.#elements.values()].filter((element) => !element.hidden);
    const here = cells.indexOf(document.activeElement);
    if (here < 0) return;
    const row = cells.findIndex((cell) => cell.offsetTop !== cells[0].offsetTop);
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: row < 0 ? 0 : row, ArrowUp: row < 0 ? 0 : -row }[event.key];
    const to = event.key === 'Home' ? cells[0] : event.key === 'End' ? cells.at(-1) : step && cells[here + step];
    if (!to) return;
    event.preventDefault();
    cells[here].tabIndex = -1;
    to.tabIndex = 0;
    to.focus();
  }

  #point(element) {
    this.#pointed = element ?? undefined;
    this.#tip.hidden = !element;
    if (element) this.#describe(element);
  }

  #describe(element) {
    const cell = this.#state.cells.get(element.dataset.id);
    if (!cell) return;
    const parts = describe(cell, this.#now());
    if (element === document.activeElement) element.setAttribute('aria-label', parts.join(', '));
    this.#tip.replaceChildren(...parts.map((part) => Object.assign(document.createElement('div'), { textContent: part })));
    const place = element.getBoundingClientRect();
    const { width, height } = this.#tip.getBoundingClientRect();
    const left = Math.max(8, Math.min(place.left, innerWidth - width - 8));
    const below = place.bottom + 6;
    this.#tip.style.left = `${left}px`;
    this.#tip.style.top = `${below + height < innerHeight ? below : place.top - height - 6}px`;
  }
}
