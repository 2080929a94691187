import { BOTTOM, type Run, TOP } from '../../adapters/pdf/flow';
import type { Element } from '../../adapters/pdf/layout';
import { layOutOfficial } from '../../adapters/pdf/layout-official';
import type { OfficialPage } from '../../domain/official-page';

const PAGE: OfficialPage = {
  ...{
    kind: 'official',
    language: 'en',
    office: 'Haneul Civil Affairs Division',
    recipient: 'As listed below',
  },
  ...{ via: 'Director General of Safety', title: 'Clearing of pavements', items: [], attachments: [] },
  ...{ sender: 'Mayor of Haneul', seal: 'Electronic seal', recipients: null, cooperators: [] },
  signatories: [{ part: 'Drafted by', name: 'A' }],
  registration: [{ label: 'Our reference', value: 'haneul-civil/2026-2, 27 November 2026' }],
  contact: [
    `${'7th floor, Second Annex, City Hall, '.repeat(2)}Haneul / https://www.haneul.example.kr/where/it/is`,
  ],
  ...{ checkAddress: 'https://gongmun.example.org/x', checkWords: 'Check', footer: [], receipt: '{}' },
  at: '2026-11-27T00:00:00.000Z',
};
const LONG = 'We ask for your cooperation in the matters listed below. '.repeat(6);

const runsOf = (element: Element): Run[] =>
  'children' in element ? element.children.flatMap(runsOf) : 'runs' in element ? element.runs : [];
const runs = (page: Partial<OfficialPage>): Run[] =>
  layOutOfficial({ ...PAGE, ...page }).elements.flatMap(runsOf);

describe('the page of an official document', () => {
  it('begins what stands beside the labels of its head at one edge', () => {
    const at = (text: string) => runs({}).find((run) => run.text === text)?.x;
    expect(at('Director General of Safety')).toBe(at('As listed below'));
    expect(at('Clearing of pavements')).toBe(at('As listed below'));
  });

  it('hangs the name of an attachment from its number', () => {
    const name = 'Detailed plan of the clearing of pavements with the duties of each organisation. '.repeat(
      2,
    );
    const placed = runs({ attachments: [name, 'short.txt'] });
    const names = placed.filter(({ text }) => /^(Detailed|duties|short|organisation|of)/.test(text));
    expect(names.length).toBeGreaterThan(2);
    expect(new Set(names.map(({ x }) => x)).size).toBe(1);
    expect(placed.find(({ text }) => text === '2.')?.x).toBeLessThan(names[0]?.x ?? 0);
  });

  it('leaves no slash at the end of a line that broke at it', () => {
    const lines = runs({}).map(({ text }) => text);
    expect(lines.filter((text) => text.endsWith('/'))).toEqual([]);
    expect(lines.some((text) => text.startsWith('https://www.haneul'))).toBe(true);
  });

  it('neither begins an item on the last line of a sheet nor ends one alone on the next', () => {
    for (let before = 1; before < 40; before += 1) {
      const items = [
        ...Array.from({ length: before }, () => ({ level: 1, sign: '1.', text: 'Short.' })),
        { level: 1, sign: '2.', text: LONG },
      ];
      const lines = runs({ items }).filter(({ text, size }) => size === 11 && LONG.includes(text));
      const sheets = [...new Set(lines.map(({ sheet }) => sheet))];
      expect([before, sheets.map((one) => lines.filter(({ sheet }) => sheet === one).length)]).not.toEqual([
        before,
        expect.arrayContaining([1]),
      ]);
      expect(lines.every(({ y }) => y >= TOP && y < BOTTOM)).toBe(true);
    }
  });
});
