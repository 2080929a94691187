import { partsOf } from '../../domain/export-parts';

const items = (...bytes: (number | null)[]) => bytes.map((one) => ({ bytes: one }));

describe('the zips of an export', () => {
  it('are filled in order, each as far as entries and bytes allow', () => {
    const limits = { entries: 3, bytes: 10_000 };
    expect(partsOf(items(1, 1, 1, 1), limits)).toEqual([1, 1, 1, 2]);
    expect(partsOf(items(5_000, 5_000, 1), limits)).toEqual([1, 2, 2]);
    expect(partsOf(items(), limits)).toEqual([]);
  });

  it('leave nothing out: what is larger than a zip may be has one of its own', () => {
    expect(partsOf(items(1, 20_000, 1), { entries: 3, bytes: 10_000 })).toEqual([1, 2, 3]);
  });

  it('name what is in none of them in the first', () => {
    expect(partsOf(items(1, 1, null), { entries: 1, bytes: 10_000 })).toEqual([1, 2, 1]);
  });
});
