'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const charts = [];
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  const number = (value) => value.toLocaleString('en-GB', { maximumSignificantDigits: 3 });
  const escaped = (text) => text.replace(/[&<>]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c]);

  const base = () => ({
    animation: false,
    aria: { enabled: true },
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    grid: { left: 8, right: 24, top: 14, bottom: 30, containLabel: true },
  });
  const axis = (name, more) => ({
    name,
    nameLocation: 'middle',
    nameTextStyle: { color: colour('faint') },
    axisLabel: { color: colour('faint'), hideOverlap: true },
    axisLine: { lineStyle: { color: colour('line') } },
    splitLine: { lineStyle: { color: colour('line') } },
    ...more,
  });
  const tooltip = (more) => ({
    confine: true,
    backgroundColor: colour('panel'),
    borderColor: colour('line'),
    textStyle: { color: colour('ink'), fontSize: 12 },
    ...more,
  });

  const pareto = () => {
    const dots = (points, name, index, symbol) => ({
      name,
      type: 'line',
      data: points.map((p) => ({ value: [p.usd, p.cold], name: p.name })),
      lineStyle: { width: index === 2 ? 1 : 0, opacity: 0.45, color: colour(`series-${index}`) },
      itemStyle: { color: colour(`series-${index}`) },
      symbol,
      symbolSize: 6,
    });
    return {
      ...base(),
      xAxis: axis('$ a month', { type: 'value', nameGap: 26 }),
      yAxis: axis('', { type: 'value', min: 0 }),
      tooltip: tooltip({
        trigger: 'item',
        formatter: (p) => `${escaped(p.name || p.seriesName)}<br>${number(p.value[1])} in 1,000 for $${number(p.value[0])}`,
      }),
      series: [
        {
          name: 'nothing is better',
          type: 'line',
          step: 'end',
          symbol: 'none',
          data: data.pareto,
          lineStyle: { width: 4, opacity: 0.5, color: colour('series-0') },
          itemStyle: { color: colour('series-0') },
        },
        ...Object.entries(data.curves).map(([name, points], i) => dots(points, name, i + 2, i ? 'triangle' : 'circle')),
        {
          name: 'strategies of the table',
          type: 'line',
          data: data.strategies.map((s) => ({
            value: [s.usd, s.cold],
            name: s.name,
            symbolSize: s.advised ? 16 : 9,
            label: { show: s.advised, formatter: 'advised', position: 'top', color: colour('ink') },
          })),
          lineStyle: { width: 0 },
          itemStyle: { color: colour('series-1') },
          symbol: 'diamond',
        },
      ],
    };
  };

  const replay = () => {
    const times = data.replay.needed.map((_, i) => `${Math.floor(i / 12)}:${String((i % 12) * 5).padStart(2, '0')}`);
    const line = (name, values, index, more) => ({
      name,
      type: 'line',
      step: 'end',
      symbol: 'none',
      data: values,
      lineStyle: { color: colour(`series-${index}`), width: 1.8 },
      itemStyle: { color: colour(`series-${index}`) },
      ...more,
    });
    return {
      ...base(),
      xAxis: axis('', { type: 'category', data: times, axisLabel: { color: colour('faint'), interval: 35, hideOverlap: true } }),
      yAxis: axis('', { type: 'value', minInterval: 1 }),
      tooltip: tooltip({ trigger: 'axis' }),
      series: [
        line('needed', data.replay.needed, 2, { areaStyle: { color: colour('series-2'), opacity: 0.25 } }),
        line('there', data.replay.environments, 0, {}),
        { name: 'cold starts', type: 'bar', data: data.replay.cold, itemStyle: { color: colour('series-1') } },
      ],
    };
  };

  const add = (id, option) => {
    const element = document.getElementById(id);
    const chart = echarts.init(element, null, { renderer: 'canvas' });
    charts.push({ chart, option });
    new ResizeObserver(() => chart.resize()).observe(element);
  };
  add('pareto', pareto);
  if (data.replay) add('replay', replay);
  const draw = () => charts.forEach(({ chart, option }) => chart.setOption(option(), true));
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  draw();
})();
