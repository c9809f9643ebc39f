'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const charts = [];
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  const figure = (value) => value.toLocaleString('en-GB', { maximumSignificantDigits: 3 });
  const bar = (strategy, target) => data.bars.find((b) => b.strategy === strategy && b.target === target);

  const option = (value, most) => ({
    animation: false,
    aria: { enabled: true },
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    grid: { left: 8, right: 44, top: 30, bottom: 8, containLabel: true },
    legend: { top: 0, left: 0, textStyle: { color: colour('ink') }, data: data.targets.map((n) => `N = ${n}`) },
    tooltip: { trigger: 'axis', confine: true, axisPointer: { type: 'shadow' }, valueFormatter: (v) => (v == null ? '–' : figure(v)) },
    xAxis: {
      type: 'value',
      max: most,
      axisLabel: { color: colour('faint') },
      splitLine: { lineStyle: { color: colour('line') } },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: data.strategies,
      axisLabel: { color: colour('ink') },
      axisLine: { lineStyle: { color: colour('line') } },
    },
    series: data.targets.map((target, i) => ({
      name: `N = ${target}`,
      type: 'bar',
      data: data.strategies.map((strategy) => {
        const found = bar(strategy, target);
        return found ? value(found) : null;
      }),
      itemStyle: { color: colour(`series-${i + 1}`) },
      label: { show: true, position: 'right', color: colour('faint'), fontSize: 10, formatter: (p) => (p.value == null ? '' : figure(p.value)) },
    })),
  });

  const add = (id, make) => {
    const element = document.getElementById(id);
    element.style.height = `${60 + data.strategies.length * (14 + 13 * data.targets.length)}px`;
    const chart = echarts.init(element, null, { renderer: 'canvas' });
    charts.push({ chart, make });
    new ResizeObserver(() => chart.resize()).observe(element);
  };
  add('reached', () => option((b) => Math.round(100 * b.reached), 150));
  add('billed', () => option((b) => b.gbSeconds, undefined));

  const draw = () => charts.forEach(({ chart, make }) => chart.setOption(make(), true));
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  draw();
})();
