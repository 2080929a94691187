import { useWords } from '../words';
import { PickField } from './fields';
import { useOrganisations } from './organisations';

/** Whose something is to be: one's own, or that of an organisation where one has the role that it needs. '' is oneself. */
export function Whose({
  needs,
  value,
  onChange,
}: {
  needs: 'submit' | 'read' | 'manage';
  value: string;
  onChange(organisation: string): void;
}) {
  const { t, say } = useWords();
  const { data } = useOrganisations();
  const mine = data?.items.filter(({ roles }) => roles.includes(needs)) ?? [];
  if (mine.length === 0) return null;
  return (
    <PickField
      label={t(`whose.${needs}`)}
      value={value}
      options={[
        { value: '', label: t('acting.oneself') },
        ...mine.map(({ number, name }) => ({ value: number, label: say(name) })),
      ]}
      onChange={onChange}
    />
  );
}
